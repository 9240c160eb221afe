import { FolderOpen } from 'lucide-react'
import type { ExportOptions, PresetOptions } from '../../../shared/domain/export-options.ts'
import type { PickedFolder } from '../../../shared/domain/file-handles.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import type { OptionsProps } from './picture-fields.tsx'

const places = [
  { value: 'last', label: 'Where the last export went' },
  { value: 'ask', label: 'Always ask' },
  { value: 'fixed', label: 'Always this folder' },
]

const conflicts = [
  { value: 'ask', label: 'Ask' },
  { value: 'number', label: 'Keep both (add number)' },
  { value: 'replace', label: 'Replace the old file' },
  { value: 'skip', label: 'Skip the image' },
]

/** What happens where a file of that name is there already. */
export function ConflictField({ options, onChange }: OptionsProps) {
  return (
    <SelectField
      label="If a file is already there"
      options={conflicts}
      value={options.onConflict}
      onChange={(onConflict) => onChange({ onConflict: onConflict as ExportOptions['onConflict'] })}
    />
  )
}

interface PlaceFieldsProps {
  readonly options: PresetOptions
  readonly onChange: (patch: Partial<PresetOptions>) => void
  /** Asks for a folder; null when none is chosen. */
  readonly chooseFolder: (startIn: PickedFolder | null) => Promise<PickedFolder | null>
}

/** Where a preset puts its files. */
export function PlaceFields({ options, onChange, chooseFolder }: PlaceFieldsProps) {
  async function pick(): Promise<void> {
    const folder = await chooseFolder(options.folder)
    if (folder !== null) onChange({ place: 'fixed', folder })
  }
  return (
    <div className="export-size">
      <SelectField
        label="Folder"
        options={places}
        value={options.place}
        onChange={(place) => onChange({ place: place as PresetOptions['place'] })}
      />
      {options.place === 'fixed' && (
        <div className="export-path">
          <p className="selectable" title={options.folder?.name}>
            <bdi dir="ltr">{options.folder?.name ?? 'None yet: asked when you export'}</bdi>
          </p>
          <Button size="small" icon={<FolderOpen size={14} />} onClick={() => void pick()}>
            Choose folder…
          </Button>
        </div>
      )}
    </div>
  )
}
