import { FolderOpen } from 'lucide-react'
import type { ExportOptions, PresetOptions } from '../../../shared/domain/export-options.ts'
import type { PickedFolder } from '../../../shared/domain/file-handles.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/fields/select-field.tsx'
import type { OptionsProps } from './image-fields.tsx'

const places = [
  { value: 'last', label: messages.lastUsedFolder },
  { value: 'ask', label: messages.alwaysAsk },
  { value: 'fixed', label: messages.thisFolder },
]

const conflicts = [
  { value: 'ask', label: messages.ask },
  { value: 'number', label: messages.keepBothAddNumber },
  { value: 'replace', label: messages.replaceFile },
  { value: 'skip', label: messages.skipImage },
]

/** What to do if a file of that name exists. */
export function ConflictField({ options, onChange }: OptionsProps) {
  return (
    <SelectField
      label={messages.ifFileExists}
      options={conflicts}
      value={options.onConflict}
      onChange={(onConflict) => onChange({ onConflict: onConflict as ExportOptions['onConflict'] })}
    />
  )
}

interface PlaceFieldsProps {
  readonly options: PresetOptions
  readonly onChange: (patch: Partial<PresetOptions>) => void
  /** Prompts for a folder; null if canceled. */
  readonly chooseFolder: (startIn: PickedFolder | null) => Promise<PickedFolder | null>
}

/** Output folder of a preset. */
export function PlaceFields({ options, onChange, chooseFolder }: PlaceFieldsProps) {
  async function pick(): Promise<void> {
    const folder = await chooseFolder(options.folder)
    if (folder !== null) onChange({ place: 'fixed', folder })
  }
  return (
    <div className="export-size">
      <SelectField
        label={messages.folder}
        options={places}
        value={options.place}
        onChange={(place) => onChange({ place: place as PresetOptions['place'] })}
      />
      {options.place === 'fixed' && (
        <div className="export-path">
          <p className="selectable" title={options.folder?.name}>
            <bdi dir="ltr">{options.folder?.name ?? messages.folderNotSet}</bdi>
          </p>
          <Button size="small" icon={<FolderOpen size={14} />} onClick={() => void pick()}>
            {messages.chooseFolder}
          </Button>
        </div>
      )}
    </div>
  )
}
