# An example for each kind of file; `make install` puts them with the data,
# the packages put the first three in /etc/allo.
examplesdir = $(pkgdatadir)/examples
nobase_dist_examples_DATA = \
	etc/allo.conf \
	etc/events.d/straatoverleg.conf \
	etc/people.d/jongeren.conf \
	etc/people.d/politie.conf \
	etc/texts/ar.conf \
	etc/texts/de.conf \
	etc/texts/en.conf \
	etc/texts/fr.conf \
	etc/texts/nl.conf \
	etc/texts/tr.conf \
	etc/demo/allo.conf \
	etc/demo/events.d/straatoverleg.conf \
	etc/demo/people.d/mensen.conf \
	etc/demo/demo.sh

# Sets of days that events can skip by name (man allo.conf).
calendarsdir = $(pkgdatadir)/calendars
dist_calendars_DATA = \
	etc/calendars/school-holidays-fr.conf \
	etc/calendars/school-holidays-nl.conf
