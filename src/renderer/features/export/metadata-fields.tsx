import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { SegmentedControl } from '../../ui/fields/segmented-control.tsx'
import { SwitchField } from '../../ui/fields/switch-field.tsx'
import { TextField } from '../../ui/fields/text-field.tsx'
import type { OptionsProps } from './image-fields.tsx'
import { describeSigner, useSigner } from './signer.ts'

const amounts = [
  { value: 'all', label: messages.all },
  { value: 'label', label: messages.aiLabelOnly },
  { value: 'none', label: messages.none },
] as const

const notes = {
  all: messages.metadataAllHint,
  label: messages.metadataLabelHint,
  none: messages.metadataNoneHint,
} as const

const originalAmounts = [
  { value: 'all', label: messages.all },
  { value: 'none', label: messages.none },
] as const

interface MetadataFieldsProps extends OptionsProps {
  /** Set where a heading already names it. */
  readonly isLabelHidden?: boolean
}

const originalNotes = {
  all: messages.originalMetadataAllHint,
  label: messages.originalsKeepAllOrNone,
  none: messages.originalMetadataNoneHint,
} as const

/** An original is copied with all metadata or with none; nothing can be added. */
function OriginalMetadataFields({ options, isLabelHidden, onChange }: MetadataFieldsProps) {
  return (
    <>
      <SegmentedControl<ExportOptions['metadata']>
        label={messages.metadata}
        isLabelHidden={isLabelHidden}
        options={originalAmounts}
        value={options.metadata}
        onChange={(metadata) => onChange({ metadata })}
      />
      <p className="export-hint">{originalNotes[options.metadata]}</p>
    </>
  )
}

/** Metadata written to the file. */
export function MetadataFields(props: MetadataFieldsProps) {
  const { options, isLabelHidden, onChange } = props
  if (options.format === 'original') return <OriginalMetadataFields {...props} />
  return (
    <>
      <SegmentedControl
        label={messages.metadata}
        isLabelHidden={isLabelHidden}
        options={amounts}
        value={options.metadata}
        onChange={(metadata) => onChange({ metadata })}
      />
      <p className="export-hint">{notes[options.metadata]}</p>
      {options.metadata !== 'none' && (
        <>
          <SwitchField
            label={messages.keepSourceRights}
            isOn={options.keepRights}
            onChange={(keepRights) => onChange({ keepRights })}
          />
          <SwitchField
            label={messages.keepSourceLocation}
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
        label={messages.includePrompt}
        hint={messages.includePromptHint}
        isOn={options.includePrompt}
        onChange={(includePrompt) => onChange({ includePrompt })}
      />
      <TextField
        label={messages.promptAuthor}
        value={options.promptWriter}
        maxLength={200}
        placeholder={messages.unknown}
        onChange={(event) => onChange({ promptWriter: event.target.value })}
      />
    </>
  )
}

/** Content Credentials in the file, and how far they are trusted. */
function SignField({ options, onChange }: OptionsProps) {
  const isOn = options.credentials === 'sign'
  return (
    <>
      <SwitchField
        label={messages.sign}
        hint={messages.signHint}
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
      {describeSigner(identity)}
    </p>
  )
}
