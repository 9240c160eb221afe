import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import { gridCellsMax, gridValuesMax, type GridAxis, type GridVariable } from '../../../../shared/domain/grid.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import { numberSettings, type NumberSettingName } from '../../../../shared/domain/number-settings.ts'
import * as messages from '../../../../shared/messages/en/grids.ts'
import {
  countCells,
  findMentions,
  isFound,
  readNumberList,
  type NumberListProblem,
} from '../../../../shared/prompting/index.ts'

/** One axis as it is typed. Every field is kept while another variable is chosen. */
export interface AxisForm {
  /** null = the axis is not used. */
  readonly variable: GridVariable | null
  /** Text to find in the prompt. */
  readonly search: string
  /** Its replacements, one per line. */
  readonly phrases: string
  /** Numbers, for each variable that takes them. */
  readonly numbers: Readonly<Partial<Record<GridVariable, string>>>
  readonly path: string
  readonly models: readonly ModelRef[]
  /** Name of the replaced reference; null = each is added behind the prompt. */
  readonly mention: string | null
  /** Names; empty = none. */
  readonly names: readonly string[]
}

export function blankAxis(request: PlanRequest): AxisForm {
  return {
    variable: null,
    search: '',
    phrases: '',
    numbers: {},
    path: request.loras[0]?.path ?? '',
    models: [{ provider: request.provider, model: request.model }],
    mention: findMentions(request.prompt)[0]?.name ?? null,
    names: [],
  }
}

interface NumberRules {
  readonly isWhole: boolean
  readonly min: number
  readonly max: number
}

export const numberRules: Readonly<Partial<Record<GridVariable, NumberRules>>> = {
  seed: { isWhole: true, min: 0, max: Number.MAX_SAFE_INTEGER },
  ...numberSettings,
  lora: { isWhole: false, min: -10, max: 10 },
}

/** `axis`: null = it is not used, or has no values yet. */
export type AxisReading = { readonly axis: GridAxis | null } | { readonly problem: string }

/** Returns what an axis varies, or what is wrong with it. */
export function readAxis(form: AxisForm, request: Pick<PlanRequest, 'prompt' | 'negativePrompt'>): AxisReading {
  switch (form.variable) {
    case null:
      return { axis: null }
    case 'prompt':
      return readPhrases(form, request)
    case 'model':
      return { axis: form.models.length === 0 ? null : { variable: 'model', values: [...form.models] } }
    case 'reference':
      return readReferences(form)
    default:
      return readNumbers(form, form.variable)
  }
}

function readPhrases(
  { search, phrases }: AxisForm,
  request: Pick<PlanRequest, 'prompt' | 'negativePrompt'>,
): AxisReading {
  if (search === '' || phrases === '') return { axis: null }
  const axis: GridAxis = {
    variable: 'prompt',
    search,
    values: [...new Set(phrases.split('\n'))].slice(0, gridValuesMax),
  }
  return isFound(request, axis) ? { axis } : { problem: messages.phraseNotFound({ text: search }) }
}

function readReferences({ mention, names }: AxisForm): AxisReading {
  return { axis: names.length === 0 ? null : { variable: 'reference', search: mention, values: [...names] } }
}

function readNumbers(form: AxisForm, variable: 'seed' | NumberSettingName | 'lora'): AxisReading {
  const rules = numberRules[variable]!
  const read = readNumberList(form.numbers[variable] ?? '', { ...rules, countMax: gridValuesMax })
  if ('problem' in read) return { problem: describeProblem(read.problem, rules) }
  const values = [...read.values]
  if (values.length === 0 || (variable === 'lora' && form.path.trim() === '')) return { axis: null }
  return { axis: variable === 'lora' ? { variable, path: form.path.trim(), values } : { variable, values } }
}

function describeProblem({ type, part }: NumberListProblem, { isWhole, min, max }: NumberRules): string {
  if (type === 'endless') return messages.tooManyValues({ part })
  if (type === 'out-of-range') return messages.outOfRange({ part, min, max })
  return (isWhole ? messages.notWhole : messages.notANumber)({ part })
}

/** Returns the axes in use, without gaps, or why there is no grid. */
export function readAxes(
  readings: readonly AxisReading[],
): { readonly axes: readonly GridAxis[] } | { readonly problem: string | null } {
  const axes = readings.flatMap((reading) => ('axis' in reading && reading.axis !== null ? [reading.axis] : []))
  // The problem of an axis is shown beside it.
  if (readings.some((reading) => 'problem' in reading)) return { problem: null }
  if (axes.length === 0) return { problem: messages.chooseVariable }
  if (new Set(axes.map(keyOf)).size < axes.length) return { problem: messages.twiceVaried }
  const count = countCells(axes)
  return count > gridCellsMax ? { problem: messages.tooManyCells({ count, max: gridCellsMax }) } : { axes }
}

function keyOf(axis: GridAxis): string {
  if (axis.variable === 'prompt') return `prompt ${axis.search}`
  if (axis.variable === 'lora') return `lora ${axis.path}`
  return axis.variable === 'reference' ? `reference ${axis.search ?? ''}` : axis.variable
}

/** Returns the text with seeds added: what is typed stays. */
export function withRandomSeeds(text: string, count: number, random: () => number): string {
  const seeds = Array.from({ length: count }, () => Math.floor(random() * 0x1_0000_0000))
  return [text.trim().replace(/,$/u, ''), ...seeds].filter((part) => part !== '').join(', ')
}
