# smsc
