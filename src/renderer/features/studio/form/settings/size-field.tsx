import { useState } from 'react'
import type { SizeRule } from '../../../../../shared/domain/model-card.ts'
import * as messages from '../../../../../shared/messages/en/form-parts.ts'
import type { Size } from '../../../../../shared/util/geometry.ts'
import { formatSize } from '../../../../lib/format.ts'
import { PillChoice } from '../../../../ui/fields/pill-choice.tsx'
import { TextField } from '../../../../ui/fields/text-field.tsx'
import type { ChosenModel } from '../derive-generate-state.ts'
import { useFormChange, useGenerateState } from '../generate-context.ts'
import { shapeOption } from './shape-option.tsx'
import { commonRatios, gridProblem, parseSize, translateSize, type SizeChoice } from './size-choice.ts'
import { UsualSelect } from './usual-select.tsx'

type Rule<K extends SizeRule['kind']> = Extract<SizeRule, { kind: K }>

interface FieldProps<K extends SizeRule['kind']> {
  readonly rule: Rule<K>
  readonly value: SizeChoice | null
  /** The default, as text. */
  readonly usual: string
  readonly onChange: (value: SizeChoice | null) => void
}

/** Depends on the model’s rule: a list of sizes, aspect ratios, or any size on a grid. */
export function SizeField({ model }: { readonly model: ChosenModel }) {
  const change = useFormChange(model)
  const { task } = useGenerateState()
  const rule = model.card.sizes
  const value = model.values.size
  const onChange = (next: SizeChoice | null) => change.value('size', next)
  const usual = task === 'generate' ? usualSize(model) : messages.sameAsImage
  switch (rule.kind) {
    case 'source':
      return null
    case 'list':
      return <ListField rule={rule} value={value} usual={usual} onChange={onChange} />
    case 'ratios':
      return <RatiosField rule={rule} value={value} usual={usual} onChange={onChange} />
    case 'grid':
      return <GridField rule={rule} value={value} usual={usual} onChange={onChange} />
  }
}

function usualSize({ provider, card }: ChosenModel): string {
  const providerDefault = parseSize(provider.defaultSize)
  const translated = providerDefault === null ? null : translateSize(card.sizes, providerDefault)
  if (translated !== null) return translated.type === 'ratio' ? translated.ratio : formatSize(translated)
  switch (card.sizes.kind) {
    case 'list':
      return formatSize(card.sizes.sizes[0]!)
    case 'ratios':
      return card.sizes.ratios[0]!
    case 'grid':
      return formatSize(card.sizes.default)
    case 'source':
      return messages.sameAsImage
  }
}

function nameOf({ widthPx, heightPx }: Size): string {
  return `${widthPx}x${heightPx}`
}

function ListField({ rule, value, usual, onChange }: FieldProps<'list'>) {
  if (rule.sizes.length === 1) return null
  const listed = rule.sizes.find((size) => formatSize(size) === usual)
  return (
    <UsualSelect
      label={messages.sizeField}
      options={rule.sizes.map((size) => ({ value: nameOf(size), label: formatSize(size) }))}
      usual={listed === undefined ? null : nameOf(listed)}
      usualLabel={usual}
      value={value?.type === 'pixels' ? nameOf(value) : null}
      onChange={(text) => onChange(parseSize(text))}
    />
  )
}

const usualShape = { value: '', label: messages.defaultValue }

function RatiosField({ rule, value, usual, onChange }: FieldProps<'ratios'>) {
  const ratio = value?.type === 'ratio' ? value.ratio : null
  const tier = value?.type === 'ratio' ? value.tier : null
  return (
    <>
      <PillChoice
        label={messages.aspectRatioField({ size: usual })}
        options={[usualShape, ...rule.ratios.map(shapeOption)]}
        value={ratio ?? ''}
        onChange={(next) => onChange(next === '' ? null : { type: 'ratio', ratio: next, tier })}
      />
      {rule.tiers.length > 1 && (
        <PillChoice
          label={messages.resolution}
          options={rule.tiers.map(({ id, megapixels }) => ({ value: id, label: messages.tier({ id, megapixels }) }))}
          value={tier ?? rule.tiers[0]!.id}
          onChange={(next) =>
            onChange({
              type: 'ratio',
              ratio: ratio ?? rule.ratios[0]!,
              // The first is the default.
              tier: next === rule.tiers[0]!.id ? null : next,
            })
          }
        />
      )}
    </>
  )
}

function GridField(props: FieldProps<'grid'>) {
  const { rule, value, usual, onChange } = props
  const ratios = commonRatios.filter((ratio) => translateSize(rule, { type: 'ratio', ratio, tier: null }) !== null)
  const chosen = value === null ? '' : value.type === 'ratio' ? value.ratio : 'pixels'
  return (
    <>
      <PillChoice
        label={messages.sizeWithDefault({ size: usual })}
        options={[usualShape, ...ratios.map(shapeOption), { value: 'pixels', label: messages.customSize }]}
        value={chosen}
        onChange={(next) => {
          if (next === '') onChange(null)
          else if (next === 'pixels') onChange({ type: 'pixels', ...rule.default })
          else onChange({ type: 'ratio', ratio: next, tier: null })
        }}
      />
      {value?.type === 'pixels' && <PixelFields rule={rule} value={value} onChange={onChange} />}
    </>
  )
}

interface PixelFieldsProps {
  readonly rule: Rule<'grid'>
  readonly value: Extract<SizeChoice, { type: 'pixels' }>
  readonly onChange: (value: SizeChoice) => void
}

/** A typed size is used once the model supports it; until then the field says why not. */
function PixelFields({ rule, value, onChange }: PixelFieldsProps) {
  const [width, setWidth] = useState(String(value.widthPx))
  const [height, setHeight] = useState(String(value.heightPx))
  const typed = { widthPx: Number(width), heightPx: Number(height) }
  const [known, setKnown] = useState(value)
  // A size set elsewhere, such as by another image’s settings, replaces the typed one.
  if (known.widthPx !== value.widthPx || known.heightPx !== value.heightPx) {
    setKnown(value)
    if (typed.widthPx !== value.widthPx) setWidth(String(value.widthPx))
    if (typed.heightPx !== value.heightPx) setHeight(String(value.heightPx))
  }
  const problem = gridProblem(rule, typed)
  const change = (next: typeof typed) => {
    if (gridProblem(rule, next) === null) onChange({ type: 'pixels', ...next })
  }
  return (
    <div className="generate-pixels">
      <TextField
        label={messages.width}
        inputMode="numeric"
        value={width}
        onChange={({ target }) => {
          setWidth(target.value)
          change({ ...typed, widthPx: Number(target.value) })
        }}
      />
      <TextField
        label={messages.height}
        inputMode="numeric"
        value={height}
        onChange={({ target }) => {
          setHeight(target.value)
          change({ ...typed, heightPx: Number(target.value) })
        }}
      />
      {problem !== null && (
        <p className="generate-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
