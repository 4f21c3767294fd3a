import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#platform';
import { EditedMeanwhile, OrganiserNotFound, StillInUse } from './catalog.errors.js';
import { Maintainers, type Editor } from './maintainers.js';
import { change, deleteMember, eventsUsing, insertMember, insertOrganiser, listMembers, listOrganisers, lockOrganiser, retire, type Organiser } from './organiser.repository.js';

const answer = ({ id, name, version }: Organiser) => ({ id, name, version });

/** Organisers and the users who maintain what they own. */
@Injectable()
export class Organisers {
  constructor(private readonly database: Database, private readonly maintainers: Maintainers) {}

  async list(editor: Editor) {
    return { items: (await listOrganisers(this.database.reads, editor.administrator ? null : editor.actor)).map(answer) };
  }

  async create(editor: Editor, fields: { name: string }, id?: string) {
    return this.database.transaction(async (tx) => {
      const organiser = await insertOrganiser(tx, fields, id);
      await this.maintainers.record(tx, editor, { action: 'create_organiser', target: `organiser:${organiser.id}`, data: fields });
      return answer(organiser);
    });
  }

  async edit(editor: Editor, id: string, { version, ...changes }: { version: number; name?: string | undefined }) {
    return this.database.transaction(async (tx) => {
      const organiser = await this.lock(tx, editor, id);
      if (organiser.version !== version) throw new EditedMeanwhile({ version: organiser.version });
      await change(tx, 'organiser', id, changes);
      await this.maintainers.record(tx, editor, { action: 'change_organiser', target: `organiser:${id}`, data: changes });
      return answer({ ...organiser, name: changes.name ?? organiser.name, version: version + 1 });
    });
  }

  /** @throws StillInUse while one of its events is not over */
  async retire(editor: Editor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.lock(tx, editor, id);
      const eventIds = await eventsUsing(tx, 'organiser_id', id);
      if (eventIds.length > 0) throw new StillInUse({ eventIds });
      await retire(tx, 'organiser', id);
      await this.maintainers.record(tx, editor, { action: 'retire_organiser', target: `organiser:${id}`, data: {} });
    });
  }

  async members(editor: Editor, id: string) {
    return this.database.transaction(async (tx) => {
      await this.lock(tx, editor, id);
      return { items: (await listMembers(tx, id)).map((member) => ({ userId: member.user_id, addedAt: member.added_at.toISOString() })) };
    });
  }

  async addMember(editor: Editor, id: string, userId: string): Promise<void> {
    await this.changeMembers(editor, id, userId, 'add_member', insertMember);
  }

  async removeMember(editor: Editor, id: string, userId: string): Promise<void> {
    await this.changeMembers(editor, id, userId, 'remove_member', deleteMember);
  }

  private async changeMembers(editor: Editor, id: string, userId: string, action: string, apply: (tx: Tx, id: string, userId: string) => Promise<void>) {
    await this.database.transaction(async (tx) => {
      await this.lock(tx, editor, id);
      await apply(tx, id, userId);
      await this.maintainers.record(tx, editor, { action, target: `organiser:${id}`, data: { userId } });
    });
  }

  private async lock(tx: Tx, editor: Editor, id: string): Promise<Organiser> {
    const organiser = await lockOrganiser(tx, id);
    if (organiser === undefined) throw new OrganiserNotFound({ organiserId: id });
    await this.maintainers.admit(tx, editor, id, new OrganiserNotFound({ organiserId: id }));
    return organiser;
  }
}
