/** The tables of the SQLite store, and how an older file becomes a newer one. */

/** Step `n` brings a file of version `n` to `n + 1`. Steps are never changed once released; new ones are added. */
export const MIGRATIONS: readonly string[] = [
  `
  create table virtual_key (
    id text primary key,
    hash text not null unique,
    name text not null,
    environment text not null,
    created_at integer not null,
    disabled_at integer
  ) strict, without rowid;

  create table exchange (
    id text primary key,
    at integer not null,
    duration_ms integer not null,
    incident text,
    upstream_request_id text,
    virtual_key text,
    environment text,
    route text not null,
    model text,
    streamed integer not null,
    status integer,
    ended text not null,
    problem text,
    outcome text not null,
    action text,
    enforced integer,
    policy_name text not null,
    policy_version text not null,
    detector_set text not null,
    findings text not null,
    stops text not null,
    coverage text not null,
    input_tokens integer,
    cache_write_tokens integer,
    cache_read_tokens integer,
    output_tokens integer
  ) strict, without rowid;

  create table detector_set (id text primary key, detectors text not null) strict, without rowid;

  create table probe (id integer primary key check (id = 1), at integer not null) strict;
  `,
];
