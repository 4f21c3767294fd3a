import { Ajv, type ErrorObject } from 'ajv';
import { accessibilityMistakes, seatMistakes, type ListedSeat } from './seating-plan-checks.js';
import { accessibilitySchema, seatingPlanSchema } from './seating-plan-schema.js';
import {
  noAccessibility, zoneName, type Accessibility, type MistakeRule, type PlanMistake, type Reading, type ReadPlan, type SeatingPlan,
} from './seating-plan.js';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const isPlan = ajv.compile<SeatingPlan>(seatingPlanSchema);
const isAccessibility = ajv.compile<Accessibility>(accessibilitySchema);

/** Reads a plan in the open format (already parsed) and the sheet that names its wheelchair places: all of it, or every mistake in it. */
export function readJsonPlan(plan: unknown, accessibility: unknown = noAccessibility): Reading<ReadPlan> {
  const mistakes: PlanMistake[] = [];
  if (!isPlan(plan)) mistakes.push(...fromSchema(isPlan.errors, ''));
  if (!isAccessibility(accessibility)) mistakes.push(...fromSchema(isAccessibility.errors, '/accessibility'));

  // A file of the wrong shape is still looked through as far as its shape allows, so that nobody mends it in two rounds.
  const seats = listSeats(plan);
  const sheet = accessibility as Accessibility;
  mistakes.push(...categoryMistakes(plan), ...seatMistakes(seats, categoryNames(plan), { path: '' }));
  if (isAccessibility(accessibility)) mistakes.push(...accessibilityMistakes(sheet, new Set(seats.map((seat) => seat.guid))));

  return mistakes.length > 0
    ? { ok: false, mistakes }
    : { ok: true, value: { plan: plan as SeatingPlan, accessibility: sheet, seatCount: seats.length } };
}

const rules: Record<string, MistakeRule> = {
  required: 'missing', additionalProperties: 'unknown_property', type: 'wrong_type', enum: 'wrong_value',
  minimum: 'wrong_value', maximum: 'wrong_value', minLength: 'missing', maxLength: 'too_long', maxItems: 'too_long',
};

function fromSchema(errors: ErrorObject[] | null | undefined, prefix: string): PlanMistake[] {
  return (errors ?? []).map((error) => {
    const property = (error.params['missingProperty'] ?? error.params['additionalProperty']) as string | undefined;
    const path = prefix + error.instancePath + (property === undefined ? '' : `/${escapePointer(property)}`);
    return { path, rule: rules[error.keyword] ?? 'wrong_value', detail: detailOf(error, property) };
  });
}

function detailOf(error: ErrorObject, property: string | undefined): string {
  if (error.keyword === 'required') return `"${property}" is missing.`;
  if (error.keyword === 'additionalProperties') return `"${property}" is not part of the format.`;
  if (error.keyword === 'enum') return `Must be one of ${JSON.stringify(error.params['allowedValues'])}.`;
  return `This ${error.message ?? 'is not allowed'}.`;
}

const escapePointer = (property: string): string => property.replaceAll('~', '~0').replaceAll('/', '~1');

// The walkers below meet files of any shape: what is not an array is empty, what is not a string is left to the schema's own mistake.

const array = (value: unknown): unknown[] => Array.isArray(value) ? value : [];
const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

function categoryNames(plan: unknown): Set<string> {
  return new Set(array(field(plan, 'categories')).map((category) => String(field(category, 'name'))));
}

function categoryMistakes(plan: unknown): PlanMistake[] {
  const names = new Set<unknown>();
  return array(field(plan, 'categories')).flatMap((category, i) => {
    const name = field(category, 'name');
    if (typeof name !== 'string') return [];
    const known = names.has(name);
    names.add(name);
    return known ? [{ path: `/categories/${i}/name`, rule: 'duplicate_category' as const, detail: `The category "${name}" is defined twice.` }] : [];
  });
}

function listSeats(plan: unknown): ListedSeat[] {
  const listed: ListedSeat[] = [];
  array(field(plan, 'zones')).forEach((zone, z) => array(field(zone, 'rows')).forEach((row, r) => array(field(row, 'seats')).forEach((seat, s) => {
    const [guid, number, category] = [field(seat, 'seat_guid'), field(seat, 'seat_number'), field(seat, 'category')];
    if (typeof guid !== 'string' || typeof number !== 'string' || typeof category !== 'string') return;
    const path = `/zones/${z}/rows/${r}/seats/${s}`;
    const fields = { guid: 'seat_guid', number: 'seat_number', category: 'category' };
    listed.push({
      zone: zoneName(zone as SeatingPlan['zones'][number]), row: String(field(row, 'row_number')), number, guid, category,
      at: (name) => ({ path: `${path}/${fields[name]}` }),
    });
  })));
  return listed;
}
