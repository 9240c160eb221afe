import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'
import type { ControlKind } from '../../../../shared/domain/control.ts'
import type { Control, Lora, PlanRequest, Safety } from '../../../../shared/domain/generation.ts'
import type { LocalRecord } from '../../../../shared/domain/local-record.ts'
import type { Seed } from '../../../../shared/domain/seed.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ModelCard, NumberRange, OptionField, OptionValue } from '../../../../shared/domain/model-card.ts'
import { singleRun, type RunWishes } from '../prompt/derive-runs.ts'
import { translateSize, type SizeChoice } from './settings/size-choice.ts'
import { mapNumberSettings, type NumberValues } from '../../../../shared/domain/number-settings.ts'

/** Values set for a model. null = the service's default. */
export interface ModelValues extends NumberValues, Readonly<Pick<PlanRequest, 'quality' | 'stylePreset' | 'format'>> {
  readonly size: SizeChoice | null
  readonly loras: readonly Lora[]
  readonly options: Readonly<Record<string, OptionValue>>
}

export interface ControlWork {
  readonly kind: ControlKind
  readonly text: string
  readonly stop: () => void
}

/**
 * The user's input. Every value is stored twice: as the latest, which the next model uses if it supports it, and per
 * model, which is restored with the model if the latest does not fit.
 */
export interface GenerateForm {
  /** Used while no image is open: an image has its own. */
  readonly prompts: PromptPair
  /** Applied around the prompt when it is sent, in order. */
  readonly styleIds: readonly string[]
  readonly runs: RunWishes
  readonly referenceIds: readonly AssetId[]
  /** Whether visible marks of the image are sent. */
  readonly usesMarkup: boolean
  /** null = no control image. */
  readonly control: Control | null
  /** What is being made of the control image; models that take one wait for it. null = nothing. */
  readonly controlWork: ControlWork | null
  /** null = the value from the settings. */
  readonly safety: Safety | null
  /** The local record of an image to reproduce, while model and seed are the same; null = none. */
  readonly drawnWith: { readonly key: string; readonly seed: Seed | null; readonly record: LocalRecord } | null
  readonly latest: Partial<ModelValues>
  readonly byModel: Readonly<Record<string, Partial<ModelValues>>>
}

export const blankForm: GenerateForm = {
  prompts: { prompt: '', negativePrompt: '' },
  styleIds: [],
  runs: singleRun,
  referenceIds: [],
  usesMarkup: true,
  control: null,
  controlWork: null,
  safety: null,
  drawnWith: null,
  latest: {},
  byModel: {},
}

/** Stores a value for this model and as the latest. */
export function withValue<K extends keyof ModelValues>(
  form: GenerateForm,
  key: string,
  field: K,
  value: ModelValues[K],
): GenerateForm {
  return {
    ...form,
    latest: { ...form.latest, [field]: value },
    byModel: { ...form.byModel, [key]: { ...form.byModel[key], [field]: value } },
  }
}

/** The model's own fields are stored individually: the next model may have only some of them. */
export function withOption(form: GenerateForm, key: string, name: string, value: OptionValue | null): GenerateForm {
  const change = (values: Partial<ModelValues> | undefined) => {
    const options = { ...values?.options }
    if (value === null) delete options[name]
    else options[name] = value
    return { ...values, options }
  }
  return { ...form, latest: change(form.latest), byModel: { ...form.byModel, [key]: change(form.byModel[key]) } }
}

/** The form's values for this model: only what it supports, and only valid values. */
export function valuesFor(form: GenerateForm, key: string, card: ModelCard): ModelValues {
  const ownValues = form.byModel[key]
  function first<K extends keyof ModelValues>(field: K, isFit: (value: NonNullable<ModelValues[K]>) => boolean) {
    const items = [form.latest[field], ownValues?.[field]]
    return items.find((value) => value === null || (value !== undefined && isFit(value))) ?? null
  }
  return {
    size: fittingSize(card, [form.latest.size, ownValues?.size]),
    quality: first('quality', (value) => card.qualities.includes(value)),
    stylePreset: first('stylePreset', (value) => card.stylePresets.includes(value)),
    ...mapNumberSettings((name) => first(name, inRange(card[name]))),
    loras: fittingLoras(card, form.latest.loras ?? ownValues?.loras ?? []),
    format: first('format', (value) => card.formats.includes(value)),
    options: fittingOptions(card, form.latest.options, ownValues?.options),
  }
}

function inRange(range: NumberRange | null) {
  return (value: number) => range !== null && value >= range.min && value <= range.max
}

function fittingSize(card: ModelCard, items: readonly (SizeChoice | null | undefined)[]): SizeChoice | null {
  for (const request of items) {
    if (request === null) return null
    const fitting = request === undefined ? null : translateSize(card.sizes, request)
    if (fitting !== null) return fitting
  }
  return null
}

function fittingLoras({ loras }: ModelCard, requested: readonly Lora[]): readonly Lora[] {
  if (loras === null) return []
  return requested.slice(0, loras.max).map(({ path, scale }) => ({
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
