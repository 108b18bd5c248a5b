/* price - see price.h */
#include "message/price.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DECIMALS = 6, WHOLE_DIGITS = 9 };

bool
price_parse(const char *text, money *price)
{
    size_t whole = strspn(text, "0123456789"), decimals = 0;
    money sum = 0;

    if (whole < 1 || whole > WHOLE_DIGITS)
        return false;
    for (size_t i = 0; i < whole; i++)
        sum = sum * 10 + (text[i] - '0');
    text += whole;
    if (*text == '.' || *text == ',') {
        text++;
        decimals = strspn(text, "0123456789");
        if (decimals < 1 || decimals > DECIMALS)
            return false;
    }
    for (size_t i = 0; i < DECIMALS; i++)
        sum = sum * 10 + (i < decimals ? text[i] - '0' : 0);
    if (text[decimals] != '\0')
        return false;
    *price = sum;
    return true;
}

bool
price_from_number(double euro, money *price)
{
    if (!(euro >= 0 && euro < 1e9))
        return false;
    *price = (money)(euro * (double)EURO + 0.5);
    return true;
}

money
price_times(money part, uint64_t parts)
{
    money product;

    return __builtin_mul_overflow(part, parts, &product) ? INT64_MAX :
        product;
}

const char *
price_format(money price, char text[PRICE_TEXT])
{
    size_t length;

    snprintf(text, PRICE_TEXT, "%" PRId64 ".%06" PRId64, price / EURO,
             price % EURO);
    length = strlen(text);
    for (int spare = DECIMALS - 2; spare > 0 && text[length - 1] == '0';
         spare--)
        text[--length] = '\0';
    return text;
}
