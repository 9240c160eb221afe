import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { PillChoice } from '../../ui/pill-choice.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { SliderField } from '../../ui/slider-field.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { canBeLossless, formatLabels, hasQuality, isWideFormat } from './describe-options.ts'
import { SizeFields } from './size-fields.tsx'

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

/** The picture in the file: format, size, sharpness, colors. */
export function PictureFields({ options, onChange }: OptionsProps) {
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
