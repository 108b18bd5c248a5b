/*
 * price - money in whole millionths of a euro, so that adding up a month of
 * 0.0625 comes out exact.
 */
#ifndef MESSAGE_PRICE_H
#define MESSAGE_PRICE_H

#include <stdbool.h>
#include <stdint.h>

/* 1 is a millionth of a euro.  A price or a budget is never below 0. */
typedef int64_t money;

#define EURO ((money)1000000)

enum { PRICE_TEXT = 24 };

/* "0.075", "0,075", "50": up to six decimals, up to 999999999 euro.  The
 * whole text, or false. */
bool price_parse(const char *text, money *price);

/* The nearest millionth of what a config file holds as a number; false when
 * it is below 0, too large or no number. */
bool price_from_number(double euro, money *price);

/* What so many parts cost; INT64_MAX when it is more than that. */
money price_times(money part, uint64_t parts);

/* "0.075", "50.00": at least two decimals, no sign of currency; returns
 * `text`. */
const char *price_format(money price, char text[PRICE_TEXT]);

#endif
