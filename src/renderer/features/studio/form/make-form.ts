import type { Words } from '../../../../shared/domain/canvas-document.ts'
import type { Control, Lora, Safety } from '../../../../shared/domain/generation.ts'
import type { LocalRecord } from '../../../../shared/domain/local-record.ts'
import type { Seed } from '../../../../shared/domain/seed.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type {
  ModelCard,
  NumberRange,
  OptionField,
  OptionValue,
  PictureFormat,
  Quality,
} from '../../../../shared/domain/model-card.ts'
import { singleRun, type RunWishes } from '../prompt/derive-runs.ts'
import { translateSize, type SizeChoice } from './size-choice.ts'

/** What is set on the form for a model. null = as the service has it. */
export interface ModelValues {
  readonly size: SizeChoice | null
  readonly quality: Quality | null
  readonly stylePreset: string | null
  readonly guidance: number | null
  readonly steps: number | null
  readonly strength: number | null
  readonly loras: readonly Lora[]
  readonly format: PictureFormat | null
  readonly options: Readonly<Record<string, OptionValue>>
}

/**
 * What the artist filled in. Every value is kept twice: as the latest, which the next model takes over where it has
 * the like, and as that of its model, which comes back with the model where the latest does not fit it.
 */
export interface MakeForm {
  /** As long as no picture is open: a picture keeps its own. */
  readonly words: Words
  /** Laid around the words as they are sent, one after the other. */
  readonly styleIds: readonly string[]
  readonly runs: RunWishes
  readonly referenceIds: readonly AssetId[]
  /** null = no image is followed. */
  readonly control: Control | null
  /** null = as in the settings. */
  readonly safety: Safety | null
  /** Of an image that is to be drawn once more, as long as model and seed are the same; null = of none. */
  readonly drawnWith: { readonly key: string; readonly seed: Seed | null; readonly record: LocalRecord } | null
  readonly latest: Partial<ModelValues>
  readonly byModel: Readonly<Record<string, Partial<ModelValues>>>
}

export const blankForm: MakeForm = {
  words: { prompt: '', negativePrompt: '' },
  styleIds: [],
  runs: singleRun,
  referenceIds: [],
  control: null,
  safety: null,
  drawnWith: null,
  latest: {},
  byModel: {},
}

/** Remembers a value for this model and for whichever comes next. */
export function withValue<K extends keyof ModelValues>(
  form: MakeForm,
  key: string,
  field: K,
  value: ModelValues[K],
): MakeForm {
  return {
    ...form,
    latest: { ...form.latest, [field]: value },
    byModel: { ...form.byModel, [key]: { ...form.byModel[key], [field]: value } },
  }
}

/** The model's own fields are remembered one by one: the next model may have only some of them. */
export function withOption(form: MakeForm, key: string, name: string, value: OptionValue | null): MakeForm {
  const change = (values: Partial<ModelValues> | undefined) => {
    const options = { ...values?.options }
    if (value === null) delete options[name]
    else options[name] = value
    return { ...values, options }
  }
  return { ...form, latest: change(form.latest), byModel: { ...form.byModel, [key]: change(form.byModel[key]) } }
}

/** What the form holds for this model: only what it can do, and only values it takes. */
export function valuesFor(form: MakeForm, key: string, card: ModelCard): ModelValues {
  const own = form.byModel[key]
  function first<K extends keyof ModelValues>(field: K, isFit: (value: NonNullable<ModelValues[K]>) => boolean) {
    const wishes = [form.latest[field], own?.[field]]
    return wishes.find((value) => value === null || (value !== undefined && isFit(value))) ?? null
  }
  return {
    size: fittingSize(card, [form.latest.size, own?.size]),
    quality: first('quality', (value) => card.qualities.includes(value)),
    stylePreset: first('stylePreset', (value) => card.stylePresets.includes(value)),
    guidance: first('guidance', inRange(card.guidance)),
    steps: first('steps', inRange(card.steps)),
    strength: first('strength', inRange(card.strength)),
    loras: fittingLoras(card, form.latest.loras ?? own?.loras ?? []),
    format: first('format', (value) => card.formats.includes(value)),
    options: fittingOptions(card, form.latest.options, own?.options),
  }
}

function inRange(range: NumberRange | null) {
  return (value: number) => range !== null && value >= range.min && value <= range.max
}

function fittingSize(card: ModelCard, wishes: readonly (SizeChoice | null | undefined)[]): SizeChoice | null {
  for (const wish of wishes) {
    if (wish === null) return null
    const fitting = wish === undefined ? null : translateSize(card.sizes, wish)
    if (fitting !== null) return fitting
  }
  return null
}

function fittingLoras({ loras }: ModelCard, wished: readonly Lora[]): readonly Lora[] {
  if (loras === null) return []
  return wished.slice(0, loras.max).map(({ path, scale }) => ({
    path,
    scale: Math.min(loras.maxScale, Math.max(loras.minScale, scale)),
  }))
}

function fittingOptions(
  { options }: ModelCard,
  latest: ModelValues['options'] | undefined,
  own: ModelValues['options'] | undefined,
): ModelValues['options'] {
  return Object.fromEntries(
    options.flatMap((field) => {
      const value = [latest?.[field.name], own?.[field.name]].find((each) => takesValue(field, each))
      return value === undefined ? [] : [[field.name, value]]
    }),
  )
}

function takesValue(field: OptionField, value: OptionValue | undefined): boolean {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string'
    case 'switch':
      return typeof value === 'boolean'
    case 'number':
      return typeof value === 'number' && value >= (field.min ?? -Infinity) && value <= (field.max ?? Infinity)
    case 'choice':
      return field.choices.some((choice) => choice.value === value)
  }
}
