# The manual; tests/papers tries every example in it.
dist_man_MANS += \
	man/allo-channel.7 \
	man/allo-probe.1 \
	man/allo-smsc.1 \
	man/allo.conf.5 \
	man/allo_channel.3 \
	man/alloctl.8 \
	man/allod.8
