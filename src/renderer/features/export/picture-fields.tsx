import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import { PillChoice } from '../../ui/pill-choice.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { SliderField } from '../../ui/slider-field.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { canBeLossless, formatLabels, hasQuality, isWideFormat } from './option-words.ts'
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
  { value: 'none', label: 'None' },
  { value: 'screen', label: 'For a screen' },
  { value: 'print', label: 'For print' },
]

const profiles = [
  { value: 'original', label: 'Same as original' },
  { value: 'srgb', label: 'sRGB' },
  { value: 'display-p3', label: 'Display P3' },
]

const depths = [
  { value: 'original', label: 'Same as original' },
  { value: '8', label: '8 bit' },
  { value: '16', label: '16 bit' },
]

/** The picture in the file: format, size, sharpness, colors. */
export function PictureFields({ options, onChange }: OptionsProps) {
  return (
    <>
      <PillChoice label="Format" options={formats} value={options.format} onChange={(format) => onChange({ format })} />
      {options.format === 'original' ? (
        <p className="export-note">
          The file as the service sent it or as it was imported. Nothing is resized, converted, added or signed.
        </p>
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
        <SwitchField label="Lossless" isOn={options.isLossless} onChange={(isLossless) => onChange({ isLossless })} />
      )}
      {hasQuality(options) && (
        <SliderField
          label="Quality"
          value={options.quality}
          min={1}
          max={100}
          onChange={(quality) => onChange({ quality })}
        />
      )}
      {isWideFormat(options.format) && (
        <p className="export-note">{formatLabels[options.format]} is lossless: every pixel as it is.</p>
      )}
      <SizeFields size={options.size} onChange={(size) => onChange({ size })} />
      <div className="export-row">
        <SelectField
          label="Sharpening"
          options={sharpenings}
          value={options.sharpening}
          hint="After the resizing. For a screen: what scaling down took away. For print: twice as strong, since ink spreads."
          onChange={(sharpening) => onChange({ sharpening: sharpening as ExportOptions['sharpening'] })}
        />
        <SelectField
          label="Colors"
          options={profiles}
          value={options.profile}
          hint="The color profile in the file. Same as original: kept where it has one, else sRGB."
          onChange={(profile) => onChange({ profile: profile as ExportOptions['profile'] })}
        />
        {isWideFormat(options.format) && (
          <SelectField
            label="Depth"
            options={depths}
            value={options.bitDepth}
            onChange={(bitDepth) => onChange({ bitDepth: bitDepth as ExportOptions['bitDepth'] })}
          />
        )}
      </div>
    </>
  )
}
