# For packages and for `configure --with-systemdsystemunitdir`.
UNITS = packaging/systemd/allod.service
SYSUSERS = packaging/sysusers.d/allo.conf
TMPFILES = packaging/tmpfiles.d/allo.conf
EXTRA_DIST += packaging/systemd/allod.service.in \
	packaging/sysusers.d/allo.conf.in packaging/tmpfiles.d/allo.conf.in
CLEANFILES += $(UNITS) $(SYSUSERS) $(TMPFILES)
if WITH_SYSTEMD
systemdsystemunit_DATA = $(UNITS)
sysusersdir = $(prefix)/lib/sysusers.d
sysusers_DATA = $(SYSUSERS)
tmpfilesdir = $(prefix)/lib/tmpfiles.d
tmpfiles_DATA = $(TMPFILES)
endif

# Paths are only known here, not in configure.
PLACES = sed -e 's|@etcdir[@]|$(sysconfdir)/allo|g' \
	-e 's|@statedir[@]|$(localstatedir)/lib/allo|g' \
	-e 's|@sbindir[@]|$(sbindir)|g' -e 's|@bindir[@]|$(bindir)|g'

packaging/systemd/allod.service: packaging/systemd/allod.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) packaging/systemd && \
	$(PLACES) $(srcdir)/packaging/systemd/allod.service.in >$@.new && \
	mv $@.new $@
packaging/sysusers.d/allo.conf: packaging/sysusers.d/allo.conf.in Makefile
	$(AM_V_GEN)$(MKDIR_P) packaging/sysusers.d && \
	$(PLACES) $(srcdir)/packaging/sysusers.d/allo.conf.in >$@.new && \
	mv $@.new $@
packaging/tmpfiles.d/allo.conf: packaging/tmpfiles.d/allo.conf.in Makefile
	$(AM_V_GEN)$(MKDIR_P) packaging/tmpfiles.d && \
	$(PLACES) $(srcdir)/packaging/tmpfiles.d/allo.conf.in >$@.new && \
	mv $@.new $@

AM_DISTCHECK_CONFIGURE_FLAGS = \
	--with-systemdsystemunitdir='$${prefix}/lib/systemd/system'
check_DATA += $(UNITS) $(SYSUSERS) $(TMPFILES)
TESTS += tests/papers/units.t
dist_check_SCRIPTS += tests/papers/units.t
