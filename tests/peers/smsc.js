// smsc.js - an SMSC of which we did not write the codec (npm's smpp).
//
// Takes the options of allo-smsc that the tests need, tells what happens in
// JSON lines (`at`: CLOCK_MONOTONIC in nanoseconds), takes what phones write
// back on its standard input ("+32470000001 STOP"), and sends receipts and
// replies again at the next bind until they were acknowledged.
'use strict';

const readline = require('readline');
const smpp = require('smpp');

const FLAGS = { '--json': true, '--no-receipts': true };
const options = { '--listen': '127.0.0.1:0', '--latency': 0,
                  '--receipt-delay': 100, '--lose-resp': 0,
                  '--drop-after': 0, '--refuse': 0 };
const words = process.argv.slice(2);
while (words.length > 0) {
    const word = words.shift();
    if (FLAGS[word])
        options[word] = true;
    else if (word in options)
        options[word] = words.shift();
    else {
        process.stderr.write(`smsc.js: no option ${word}\n`);
        process.exit(2);
    }
}
const number = (name) => parseInt(options[name], 10);

function tell(event, fields) {
    const at = process.hrtime.bigint().toString();
    process.stdout.write(JSON.stringify({ event, at, ...fields }) + '\n');
}

const sessions = new Set();     // that are bound
const waiting = [];             // deliver_sm, until they are acknowledged
let submits = 0;
let nextId = Date.now() * 1000;

// As an SMSC writes a time: yyMMddhhmm
function stamp() {
    return new Date().toISOString().replace(/[-T:]/g, '').slice(2, 12);
}

function sendOne(item) {
    const session = [...sessions][0];
    if (session === undefined || item.session === session)
        return;
    item.session = session;
    tell(item.kind, { id: item.id, from: item.from });
    session.deliver_sm(item.pdu, (answer) => {
        if (answer.command_status !== 0) {
            item.session = null;
            return;
        }
        tell('acknowledged', { kind: item.kind, id: item.id,
                               from: item.from });
        waiting.splice(waiting.indexOf(item), 1);
    });
}

function deliver(kind, id, from, pdu) {
    const item = { kind, id, from, pdu, session: null };
    waiting.push(item);
    sendOne(item);
}

function receipt(pdu, id) {
    const fields = {
        source_addr_ton: 1, source_addr_npi: 1,
        source_addr: pdu.destination_addr,
        destination_addr: pdu.source_addr,
        esm_class: 4,
        short_message: `id:${id} sub:001 dlvrd:001 submit date:${stamp()} ` +
            `done date:${stamp()} stat:DELIVRD err:000 text:`,
        receipted_message_id: id, message_state: 2,
    };
    if (pdu.user_message_reference !== undefined)
        fields.user_message_reference = pdu.user_message_reference;
    deliver('receipt', id, '+' + pdu.destination_addr, fields);
}

function submit(session, pdu) {
    const count = ++submits;
    const id = String(nextId++);
    const text = pdu.short_message.message;
    if (number('--refuse') !== 0) {
        tell('refused', { to: '+' + pdu.destination_addr });
        session.send(pdu.response({
            command_status: number('--refuse') }));
        return;
    }
    tell('submit', {
        id, from: '+' + pdu.source_addr, to: '+' + pdu.destination_addr,
        text: typeof text === 'string' ? text : text.toString('latin1'),
        validity: pdu.validity_period instanceof Date
            ? pdu.validity_period.toISOString() : pdu.validity_period,
        registered: pdu.registered_delivery, coding: pdu.data_coding,
        ton: pdu.dest_addr_ton, parts: pdu.short_message.udh ? 2 : 1,
    });
    if (pdu.registered_delivery % 2 === 1 && !options['--no-receipts'])
        setTimeout(receipt, number('--receipt-delay') + number('--latency'),
                   pdu, id);
    if (count === number('--drop-after')) {
        tell('dropped', { id });
        session.destroy();
    } else if (count === number('--lose-resp')) {
        tell('lost', { id });
    } else {
        setTimeout(() => session.send(pdu.response({ message_id: id })),
                   number('--latency'));
    }
}

const server = smpp.createServer((session) => {
    session.on('bind_transceiver', (pdu) => {
        tell('bind', { system_id: pdu.system_id });
        session.send(pdu.response({ system_id: 'smsc.js' }));
        sessions.add(session);
        waiting.forEach(sendOne);
    });
    session.on('submit_sm', (pdu) => submit(session, pdu));
    session.on('enquire_link', (pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu) => {
        sessions.delete(session);
        session.send(pdu.response());
    });
    session.on('close', () => {
        sessions.delete(session);
        tell('close', {});
    });
    session.on('error', () => session.destroy());
});

const [host, port] = options['--listen'].split(':');
server.listen(Number(port), host, () => {
    tell('listening', { port: String(server.address().port) });
});

// Whoever a phone writes to is the sender that wrote to it.
let replies = 0;
readline.createInterface({ input: process.stdin }).on('line', (line) => {
    const found = /^(\+\d+) (.*)$/.exec(line);
    if (found === null)
        return;
    deliver('reply', String(++replies), found[1], {
        source_addr_ton: 1, source_addr_npi: 1,
        source_addr: found[1].slice(1),
        destination_addr: '32470000000',
        short_message: found[2],
    });
}).on('close', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
