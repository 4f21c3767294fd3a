-- How hard it is for a process to keep up, told with its heartbeat; a line calls nobody new while one that sells is strained.
alter table platform.process add column load text not null default 'calm'
  constraint process_load check (load in ('calm', 'busy', 'strained', 'overwhelmed'));
