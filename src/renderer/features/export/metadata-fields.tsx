import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { OptionsProps } from './picture-fields.tsx'
import { signerWords } from './signer-words.ts'
import { useSigner } from './use-signer.ts'

const amounts = [
  { value: 'all', label: 'All' },
  { value: 'label', label: 'AI label only' },
  { value: 'none', label: 'None' },
] as const

const notes = {
  all: 'Prompt, seed, model and every setting, readable by other programs, and Atelier’s own record: imported again, the image has its recipe back.',
  label: 'Only what kind of image it is (IPTC Digital Source Type): made by a model, edited with one, or neither.',
  none: 'Nothing is written here, the AI label neither. Some places ask that images made or edited by a model say so.',
} as const

const originalAmounts = [
  { value: 'all', label: 'All' },
  { value: 'none', label: 'None' },
] as const

interface MetadataFieldsProps extends OptionsProps {
  /** Where a heading says it already. */
  readonly isLabelHidden?: boolean
}

const originalNotes = {
  all: 'Everything in the file, including camera, location and Content Credentials.',
  label: 'An original file keeps all of its metadata or none.',
  none: 'PNG, JPEG and WebP: metadata is removed, pixels are not touched. Other files are not exported.',
} as const

/** An original is copied whole, or stripped; nothing can be added to it. */
function OriginalMetadataFields({ options, isLabelHidden, onChange }: MetadataFieldsProps) {
  return (
    <>
      <SegmentedControl<ExportOptions['metadata']>
        label="Metadata"
        isLabelHidden={isLabelHidden}
        options={originalAmounts}
        value={options.metadata}
        onChange={(metadata) => onChange({ metadata })}
      />
      <p className="export-hint">{originalNotes[options.metadata]}</p>
    </>
  )
}

/** What the file says about the image. */
export function MetadataFields(props: MetadataFieldsProps) {
  const { options, isLabelHidden, onChange } = props
  if (options.format === 'original') return <OriginalMetadataFields {...props} />
  return (
    <>
      <SegmentedControl
        label="Metadata"
        isLabelHidden={isLabelHidden}
        options={amounts}
        value={options.metadata}
        onChange={(metadata) => onChange({ metadata })}
      />
      <p className="export-hint">{notes[options.metadata]}</p>
      {options.metadata !== 'none' && (
        <>
          <SwitchField
            label="Keep author and rights of the photo it came from"
            isOn={options.keepRights}
            onChange={(keepRights) => onChange({ keepRights })}
          />
          <SwitchField
            label="Keep where that photo was taken"
            isOn={options.keepLocation}
            onChange={(keepLocation) => onChange({ keepLocation })}
          />
        </>
      )}
      {options.metadata === 'all' && <PromptFields options={options} onChange={onChange} />}
      <SignField options={options} onChange={onChange} />
    </>
  )
}

function PromptFields({ options, onChange }: OptionsProps) {
  return (
    <>
      <SwitchField
        label="Publish the prompt"
        hint="Also as the description and in the IPTC field that search engines and archives read."
        isOn={options.includePrompt}
        onChange={(includePrompt) => onChange({ includePrompt })}
      />
      <TextField
        label="Who wrote the prompt"
        value={options.promptWriter}
        maxLength={200}
        placeholder="Unknown"
        onChange={(event) => onChange({ promptWriter: event.target.value })}
      />
    </>
  )
}

/** Content Credentials in the file, and what they are worth. */
function SignField({ options, onChange }: OptionsProps) {
  const isOn = options.credentials === 'sign'
  return (
    <>
      <SwitchField
        label="Sign with Content Credentials"
        hint="A signed record (C2PA) of how the image was made and what it came from, also where no other metadata is written. Nothing is sent anywhere, so there is no time stamp by somebody else."
        isOn={isOn}
        onChange={(next) => onChange({ credentials: next ? 'sign' : 'none' })}
      />
      {isOn && <SignerNote />}
    </>
  )
}

function SignerNote() {
  const [identity] = useSigner()
  if (identity === undefined) return null
  return (
    <p className="export-note" role="note">
      {signerWords(identity)}
    </p>
  )
}
