import { readTyped } from '../../lib/read-typed.ts'
import { formatPlain } from '../../../shared/messages/formats.ts'
import { useState } from 'react'
import { type ExportOptions, exportSidePxMax, type ExportSize } from '../../../shared/domain/export-options.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { clamp } from '../../../shared/util/clamp.ts'
import { PillChoice } from '../../ui/fields/pill-choice.tsx'
import { SelectField } from '../../ui/fields/select-field.tsx'
import { SliderField, type SliderFieldProps } from '../../ui/fields/slider-field.tsx'
import { SwitchField } from '../../ui/fields/switch-field.tsx'
import { TextField } from '../../ui/fields/text-field.tsx'
import { canBeLossless, formatLabels, hasQuality, isWideFormat } from './describe-options.ts'

const choices: readonly { readonly value: ExportSize['by']; readonly label: string }[] = [
  { value: 'original', label: messages.original },
  { value: 'longest', label: messages.longestSide },
  { value: 'width', label: messages.width },
  { value: 'height', label: messages.height },
  { value: 'percent', label: messages.percent },
  { value: 'megapixels', label: messages.megapixels },
]

const firstPx = 2_048

export interface OptionsProps {
  readonly options: ExportOptions
  readonly onChange: (patch: Partial<ExportOptions>) => void
}

const formats = (['png', 'jpeg', 'webp', 'avif', 'tiff', 'original'] as const).map((value) => ({
  value,
  label: formatLabels[value],
}))

const sharpenings = [
  { value: 'none', label: messages.none },
  { value: 'screen', label: messages.screen },
  { value: 'print', label: messages.print },
]

const profiles = [
  { value: 'original', label: messages.sameAsOriginal },
  { value: 'srgb', label: 'sRGB' },
  { value: 'display-p3', label: messages.displayP3 },
]

const depths = [
  { value: 'original', label: messages.sameAsOriginal },
  { value: '8', label: messages.eightBit },
  { value: '16', label: messages.sixteenBit },
]

/** Image settings of the file: format, size, sharpening, colors. */
export function ImageFields({ options, onChange }: OptionsProps) {
  return (
    <>
      <PillChoice
        label={messages.format}
        options={formats}
        value={options.format}
        onChange={(format) => onChange({ format })}
      />
      {options.format === 'original' ? (
        <p className="export-note">{messages.originalHint}</p>
      ) : (
        <EncodingFields options={options} onChange={onChange} />
      )}
    </>
  )
}

function EncodingFields({ options, onChange }: OptionsProps) {
  return (
    <>
      {canBeLossless(options.format) && (
        <SwitchField
          label={messages.lossless}
          isOn={options.isLossless}
          onChange={(isLossless) => onChange({ isLossless })}
        />
      )}
      {hasQuality(options) && (
        <SliderField
          label={messages.quality}
          value={options.quality}
          min={1}
          max={100}
          onChange={(quality) => onChange({ quality })}
        />
      )}
      {isWideFormat(options.format) && (
        <p className="export-note">{messages.formatIsLossless({ format: formatLabels[options.format] })}</p>
      )}
      <SizeFields size={options.size} onChange={(size) => onChange({ size })} />
      <div className="export-row">
        <SelectField
          label={messages.sharpening}
          options={sharpenings}
          value={options.sharpening}
          hint={messages.sharpeningHint}
          onChange={(sharpening) => onChange({ sharpening: sharpening as ExportOptions['sharpening'] })}
        />
        <SelectField
          label={messages.colors}
          options={profiles}
          value={options.profile}
          hint={messages.colorsHint}
          onChange={(profile) => onChange({ profile: profile as ExportOptions['profile'] })}
        />
        {isWideFormat(options.format) && (
          <SelectField
            label={messages.depth}
            options={depths}
            value={options.bitDepth}
            onChange={(bitDepth) => onChange({ bitDepth: bitDepth as ExportOptions['bitDepth'] })}
          />
        )}
      </div>
    </>
  )
}

interface SizeFieldsProps {
  readonly size: ExportSize
  readonly onChange: (size: ExportSize) => void
}

function SizeFields({ size, onChange }: SizeFieldsProps) {
  const mayEnlarge = size.by !== 'original' && size.mayEnlarge
  return (
    <div className="export-size">
      <div className="export-row">
        <SelectField
          label={messages.size}
          options={choices}
          value={size.by}
          onChange={(by) => onChange(sizeBy(by as ExportSize['by'], size))}
        />
        <SizeNumber size={size} onChange={onChange} />
      </div>
      {size.by !== 'original' && (
        <SwitchField
          label={messages.enlargeSmallerImages}
          isOn={mayEnlarge}
          onChange={(isOn) => onChange({ ...size, mayEnlarge: isOn })}
        />
      )}
    </div>
  )
}

function SizeNumber({ size, onChange }: SizeFieldsProps) {
  switch (size.by) {
    case 'original':
      return null
    case 'percent':
      return (
        <ExportNumberField
          label={messages.percentOriginal}
          value={size.percent}
          min={1}
          max={400}
          isWhole={false}
          unit="%"
          onChange={(percent) => onChange({ ...size, percent })}
        />
      )
    case 'megapixels':
      return (
        <ExportNumberField
          label={messages.megapixels}
          value={size.megapixels}
          min={0.01}
          max={268}
          isWhole={false}
          unit={messages.megapixelUnit}
          onChange={(megapixels) => onChange({ ...size, megapixels })}
        />
      )
    case 'longest':
    case 'width':
    case 'height':
      return (
        <ExportNumberField
          label={messages.inPixels({ label: choices.find(({ value }) => value === size.by)!.label })}
          value={size.px}
          min={1}
          max={exportSidePxMax}
          isWhole
          unit="px"
          onChange={(px) => onChange({ ...size, px })}
        />
      )
  }
}

/** Switches the size mode; keeps the number if it has the same meaning. */
function sizeBy(by: ExportSize['by'], previous: ExportSize): ExportSize {
  const mayEnlarge = previous.by !== 'original' && previous.mayEnlarge
  if (by === 'original') return { by }
  if (by === 'percent') return { by, percent: 50, mayEnlarge }
  if (by === 'megapixels') return { by, megapixels: 2, mayEnlarge }
  return { by, px: 'px' in previous ? previous.px : firstPx, mayEnlarge }
}

interface NumberFieldProps extends Pick<SliderFieldProps, 'label' | 'value' | 'min' | 'max' | 'onChange'> {
  readonly isWhole: boolean
  readonly unit: string
}

/** Number input that commits on blur. */
function ExportNumberField({ label, value, min, max, isWhole, unit, onChange }: NumberFieldProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    const typed = readTyped(draft ?? '')
    if (Number.isFinite(typed)) {
      onChange(clamp(isWhole ? Math.round(typed) : typed, min, max))
    }
    setDraft(null)
  }
  return (
    <div className="export-number">
      <TextField
        label={label}
        isLabelHidden
        inputMode="decimal"
        value={draft ?? formatPlain(value)}
        aside={<span className="export-unit">{unit}</span>}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </div>
  )
}
