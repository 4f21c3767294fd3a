import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, Shed } from '#platform';
import { byId } from './common.schemas.js';
import { CurrentEditor, type Editor } from './maintainers.js';
import { memberBody, membersAnswer, organiserAnswer, organiserBody, organiserChanges, organisersAnswer } from './organiser.schemas.js';
import { Organisers } from './organisers.js';

const organiserId = byId('organiserId');
const memberId = byId('organiserId', 'userId');
type OrganiserId = z.infer<typeof organiserId>;

/** Organisers and their members. An organiser sees only its own; another's does not exist. */
@ApiTags('Catalog')
@Controller('organisers')
@Access(['organiser'])
@Shed('late')
export class OrganiserController {
  constructor(private readonly organisers: Organisers) {}

  @Get()
  @Answers(200, organisersAnswer, 'Those one is a member of; all of them for administrators.')
  list(@CurrentEditor() editor: Editor) {
    return this.organisers.list(editor);
  }

  @Post()
  @Access(['administrator'])
  @Answers(201, organiserAnswer)
  create(@CurrentEditor() editor: Editor, @Body({ schema: organiserBody }) body: z.infer<typeof organiserBody>) {
    return this.organisers.create(editor, body);
  }

  @Patch(':organiserId')
  @Answers(200, organiserAnswer)
  edit(@CurrentEditor() editor: Editor, @Param({ schema: organiserId }) params: OrganiserId, @Body({ schema: organiserChanges }) body: z.infer<typeof organiserChanges>) {
    return this.organisers.edit(editor, params.organiserId, body);
  }

  @Delete(':organiserId')
  @Access(['administrator'])
  @Answers(204)
  retire(@CurrentEditor() editor: Editor, @Param({ schema: organiserId }) params: OrganiserId) {
    return this.organisers.retire(editor, params.organiserId);
  }

  @Get(':organiserId/members')
  @Answers(200, membersAnswer)
  members(@CurrentEditor() editor: Editor, @Param({ schema: organiserId }) params: OrganiserId) {
    return this.organisers.members(editor, params.organiserId);
  }

  @Post(':organiserId/members')
  @Answers(204, undefined, 'The user needs the role of an organiser too, which administrators give.')
  addMember(@CurrentEditor() editor: Editor, @Param({ schema: organiserId }) params: OrganiserId, @Body({ schema: memberBody }) body: z.infer<typeof memberBody>) {
    return this.organisers.addMember(editor, params.organiserId, body.userId);
  }

  @Delete(':organiserId/members/:userId')
  @Answers(204)
  removeMember(@CurrentEditor() editor: Editor, @Param({ schema: memberId }) params: z.infer<typeof memberId>) {
    return this.organisers.removeMember(editor, params.organiserId, params.userId);
  }
}
