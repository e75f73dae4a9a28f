CREATE TABLE fingerprint_key (key blob not null);

CREATE TABLE mail (
  id integer primary key autoincrement,
  source text not null,
  mail_from text not null,
  peer text not null,
  site text not null,
  received_at integer not null,
  size integer not null,
  raw blob,
  dkim text not null default 'unchecked',
  dkim_domain text not null default '',
  dkim_because text not null default '',
  account text,
  folder text,
  uid_validity integer,
  uid integer
);

CREATE TABLE entry (
  id integer primary key autoincrement,
  mail integer not null references mail (id),
  recipient text not null,
  state text not null,
  kind text not null,
  route text not null,
  identifier text not null,
  because text not null,
  note text not null,
  content text,
  code text,
  link text,
  origin integer not null,
  life_end integer not null,
  ended_at integer,
  fingerprint blob unique
, form text not null default 'text', forced integer not null default 0, written_site text, written_at integer, durable_at integer, lifetime integer);

CREATE INDEX mail_raw on mail (id) where raw is not null;
CREATE INDEX entry_mail on entry (mail);
CREATE INDEX entry_pending on entry (origin) where state = 'pending';
CREATE INDEX entry_ended on entry (ended_at) where ended_at is not null;
CREATE INDEX entry_lane on entry (route, identifier, state, origin);
CREATE TABLE mailbox (
  id integer primary key autoincrement,
  account text not null,
  folder text not null,
  uid_validity integer,
  uid integer,
  state text not null,
  since integer not null,
  alive_at integer,
  mail_at integer,
  trouble text not null,
  trouble_at integer,
  unique (account, folder)
);

CREATE TABLE passed (
  id integer primary key autoincrement,
  account text not null,
  folder text not null,
  uid_validity integer not null,
  uid integer not null,
  at integer not null,
  because text not null
);

CREATE INDEX passed_at on passed (at);
CREATE TABLE errand (
  id integer primary key autoincrement,
  account text not null,
  folder text not null,
  uid_validity integer not null,
  uid integer not null,
  tries integer not null,
  unique (account, folder, uid_validity, uid)
);

CREATE TABLE alert (
  id integer primary key autoincrement,
  channel text not null,
  kind text not null,
  about text not null,
  because text not null,
  mark integer not null,
  since integer not null,
  at integer not null,
  cleared_at integer,
  flapping integer not null,
  unique (channel, kind, about)
);

CREATE TABLE attempt (
  entry integer not null references entry (id) on delete cascade,
  number integer not null,
  started_at integer not null,
  ended_at integer,
  outcome text not null, form text not null default 'text', outcome_word text not null default '', doubtful integer not null default 0,
  primary key (entry, number)
) without rowid;

CREATE INDEX entry_written on entry (route, identifier, written_site, written_at)
  where state = 'delivered' and written_at is not null;
CREATE INDEX entry_erasable on entry (ended_at)
  where content is not null and state <> 'pending' and state <> 'held';
CREATE INDEX entry_concern on entry (state, kind = 'gmail_confirmation', ended_at)
  where state in ('held', 'refused', 'expired');

insert into fingerprint_key values (x'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff');
insert into mail values (1, 'SMTP', 'john+caf_=otp=gw.example.com@gmail.com', '192.0.2.1', 'github.com', 1795341600123456, 2, x'4142', 'pass', 'github.com', 'signed by github.com', 'work', 'INBOX', 7, 123);
insert into mail values (2, 'SMTP', 'forwarding-noreply@google.com', '192.0.2.1', 'google.com', 1795341600123456, 2, x'4142', 'unchecked', '', '', null, null, null, null);
insert into entry values (1, 1, 'otp@gw.example.com', 'pending', 'code', 'default', 'john@example.com', 'To', '', 'Your code is 123456', '123456', null, 1795341600123456, 1795342500123456, null, x'01', 'text', 0, null, null, null, null);
insert into entry values (2, 2, 'otp@gw.example.com', 'held', 'gmail_confirmation', 'default', 'john@gmail.com', 'Gmail asks', '', 'x', null, 'https://mail.google.com/mail/vf-x', 1795341600123456, 1795341600123456, 1795341600123456, x'02', 'text', 0, null, null, null, null);
insert into attempt values (1, 1, 1795341600200000, 1795341600300000, 'HTTP 503', 'text', '', 0);
insert into attempt values (1, 2, 1795341601200000, null, '', 'text', '', 1);
insert into mailbox values (1, 'work', 'INBOX', 7, 123, 'watching', 1795341600123456, null, null, '', null);
pragma user_version = 4;
