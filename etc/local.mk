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

# One for each real programme; tests/replay has a season of each.
nobase_dist_examples_DATA += \
	etc/programmes/README.md \
	etc/programmes/allo/allo.conf \
	etc/programmes/allo/events.d/aalst.conf \
	etc/programmes/allo/events.d/gent.conf \
	etc/programmes/allo/people.d/jongeren.conf \
	etc/programmes/allo/people.d/politie.conf \
	etc/programmes/casablanca/allo.conf \
	etc/programmes/casablanca/events.d/wekelijks.conf \
	etc/programmes/casablanca/people.d/ploeg.conf \
	etc/programmes/cope/allo.conf \
	etc/programmes/cope/events.d/infoavond.conf \
	etc/programmes/cope/people.d/mensen.conf \
	etc/programmes/gigos-mediakamp/allo.conf \
	etc/programmes/gigos-mediakamp/events.d/mediakamp.conf \
	etc/programmes/gigos-mediakamp/people.d/kampers.conf \
	etc/programmes/gigos-mediakamp/people.d/ouders.conf \
	etc/programmes/gigos-schoolagent/allo.conf \
	etc/programmes/gigos-schoolagent/events.d/lessen.conf \
	etc/programmes/gigos-schoolagent/people.d/leerkrachten.conf \
	etc/programmes/gigos-schoolagent/people.d/politie.conf \
	etc/programmes/groep-intro-connect/allo.conf \
	etc/programmes/groep-intro-connect/events.d/platform.conf \
	etc/programmes/groep-intro-connect/people.d/mensen.conf \
	etc/programmes/grote-broer/allo.conf \
	etc/programmes/grote-broer/events.d/uitstap.conf \
	etc/programmes/grote-broer/people.d/mensen.conf \
	etc/programmes/jes-antwerpen/allo.conf \
	etc/programmes/jes-antwerpen/events.d/traject.conf \
	etc/programmes/jes-antwerpen/people.d/partners.conf \
	etc/programmes/jes-antwerpen/people.d/traject.conf \
	etc/programmes/jes-brussel/allo.conf \
	etc/programmes/jes-brussel/events.d/groupes.conf \
	etc/programmes/jes-brussel/people.d/jeunes.conf \
	etc/programmes/jes-brussel/people.d/partenaires.conf \
	etc/programmes/jeugddienst/allo.conf \
	etc/programmes/jeugddienst/events.d/zitdag.conf \
	etc/programmes/jeugddienst/people.d/mensen.conf \
	etc/programmes/lerend-netwerk/allo.conf \
	etc/programmes/lerend-netwerk/events.d/netwerk.conf \
	etc/programmes/lerend-netwerk/people.d/netwerk.conf \
	etc/programmes/mag-da/allo.conf \
	etc/programmes/mag-da/events.d/campagne.conf \
	etc/programmes/mag-da/people.d/mensen.conf \
	etc/programmes/overkop/allo.conf \
	etc/programmes/overkop/events.d/huis.conf \
	etc/programmes/overkop/people.d/huis.conf \
	etc/programmes/politiecafe/allo.conf \
	etc/programmes/politiecafe/events.d/cafe.conf \
	etc/programmes/politiecafe/people.d/mensen.conf \
	etc/programmes/preventietruck/allo.conf \
	etc/programmes/preventietruck/events.d/route.conf \
	etc/programmes/preventietruck/people.d/buurten.conf \
	etc/programmes/rots-en-water/allo.conf \
	etc/programmes/rots-en-water/events.d/reeks.conf \
	etc/programmes/rots-en-water/people.d/ouders.conf \
	etc/programmes/samen-op-straat/allo.conf \
	etc/programmes/samen-op-straat/events.d/muziek.conf \
	etc/programmes/samen-op-straat/events.d/skate.conf \
	etc/programmes/samen-op-straat/people.d/jongeren.conf \
	etc/programmes/schoolopbouwwerk/allo.conf \
	etc/programmes/schoolopbouwwerk/events.d/gesprekken.conf \
	etc/programmes/schoolopbouwwerk/people.d/jongeren.conf \
	etc/programmes/second-wave/allo.conf \
	etc/programmes/second-wave/events.d/safe-space.conf \
	etc/programmes/second-wave/people.d/mensen.conf \
	etc/programmes/see-something/allo.conf \
	etc/programmes/see-something/events.d/info.conf \
	etc/programmes/see-something/people.d/quartier.conf \
	etc/programmes/theater/allo.conf \
	etc/programmes/theater/events.d/voorstellingen.conf \
	etc/programmes/theater/people.d/klassen.conf \
	etc/programmes/train-the-trainer/allo.conf \
	etc/programmes/train-the-trainer/events.d/herfst.conf \
	etc/programmes/train-the-trainer/people.d/cursisten.conf \
	etc/programmes/vives-menen/allo.conf \
	etc/programmes/vives-menen/events.d/straatoverleg.conf \
	etc/programmes/vives-menen/people.d/mensen.conf \
	etc/programmes/wijkbabbels/allo.conf \
	etc/programmes/wijkbabbels/events.d/debat.conf \
	etc/programmes/wijkbabbels/people.d/wijken.conf
