import { ChevronDown, ChevronUp, Copy, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ExportPreset } from '../../../shared/domain/export-options.ts'
import type { PickedFolder } from '../../../shared/domain/file-handles.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { useServices, useSetInFile, useSettings } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { LockedFields, LockNote } from '../../ui/fields/locked-fields.tsx'
import { TextField } from '../../ui/fields/text-field.tsx'
import './export-dialog.css'
import './export-presets.css'
import { MetadataFields } from './metadata-fields.tsx'
import { describeOptions } from './describe-options.ts'
import { ImageFields } from './image-fields.tsx'
import { allPresets, freeName, isBuiltIn, movedBy } from './presets.ts'
import { ConflictField, PlaceFields } from './target-fields.tsx'
import { SigningCard } from './signing-card.tsx'
import { TemplateField } from './template-field.tsx'

/** Settings: the export presets. */
export function ExportPresets() {
  const customPresets = useSettings((settings) => settings.exportPresets)
  const file = useSetInFile('settings.export.presets')
  const presets = allPresets(customPresets)
  const [chosenId, setChosenId] = useState(presets[0]!.id)
  const chosen = presets.find(({ id }) => id === chosenId) ?? presets[0]!
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">{messages.settingsTitle}</h2>
        <LockedFields by={file}>
          <NewButton onMade={setChosenId} />
        </LockedFields>
      </header>
      <div className="settings-scroll">
        <LockNote by={file} />
        <div className="export-presets">
          <nav aria-label={messages.presets}>
            {presets.map(({ id, name, options }) => (
              <button
                key={id}
                type="button"
                aria-current={id === chosen.id ? 'true' : undefined}
                onClick={() => setChosenId(id)}
              >
                {name}
                <span>{describeOptions(options)}</span>
              </button>
            ))}
          </nav>
          <LockedFields by={file}>
            <PresetCard key={chosen.id} preset={chosen} onChosen={setChosenId} />
          </LockedFields>
        </div>
        <SigningCard />
      </div>
    </section>
  )
}

function NewButton({ onMade }: { readonly onMade: (id: string) => void }) {
  const keep = usePresetKeeper()
  return (
    <Button
      variant="quiet"
      icon={<Plus size={16} aria-hidden="true" />}
      onClick={() => onMade(keep.copy({ ...allPresets([])[0]!, name: messages.newPreset }).id)}
    >
      {messages.newPreset}
    </Button>
  )
}

interface PresetCardProps {
  readonly preset: ExportPreset
  readonly onChosen: (id: string) => void
}

function PresetCard({ preset, onChosen }: PresetCardProps) {
  const keep = usePresetKeeper()
  const isFixed = isBuiltIn(preset.id)
  const duplicate = () => onChosen(keep.copy({ ...preset, name: messages.nameCopy({ name: preset.name }) }).id)
  return (
    <div className="settings-card export-preset-card">
      <div className="export-preset-head">
        {isFixed ? <h3>{preset.name}</h3> : <PresetName preset={preset} />}
        {!isFixed && (
          <>
            <IconButton label={messages.moveUp} size="small" onClick={() => keep.move(preset.id, -1)}>
              <ChevronUp size={16} aria-hidden="true" />
            </IconButton>
            <IconButton label={messages.moveDown} size="small" onClick={() => keep.move(preset.id, 1)}>
              <ChevronDown size={16} aria-hidden="true" />
            </IconButton>
          </>
        )}
        <IconButton label={messages.duplicate} size="small" onClick={duplicate}>
          <Copy size={15} aria-hidden="true" />
        </IconButton>
        {!isFixed && (
          <IconButton label={messages.deleteLabel} size="small" onClick={() => keep.remove(preset)}>
            <Trash2 size={15} aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {isFixed ? (
        <p className="settings-note">{messages.builtInPreset({ options: describeOptions(preset.options) })}</p>
      ) : (
        <PresetOptions preset={preset} />
      )}
    </div>
  )
}

function PresetName({ preset }: { readonly preset: ExportPreset }) {
  const keep = usePresetKeeper()
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    if (draft !== null && draft.trim() !== '') keep.change({ ...preset, name: draft.trim() })
    setDraft(null)
  }
  return (
    <TextField
      label={messages.name}
      isLabelHidden
      value={draft ?? preset.name}
      maxLength={80}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  )
}

function PresetOptions({ preset }: { readonly preset: ExportPreset }) {
  const { client, intents } = useServices()
  const keep = usePresetKeeper()
  const { options } = preset
  const change = (patch: Partial<typeof options>) => keep.change({ ...preset, options: { ...options, ...patch } })
  const chooseFolder = async (startIn: PickedFolder | null) => {
    try {
      return (await client.call('exports.chooseFolder', { startIn: startIn?.handle ?? null })).folder
    } catch (error) {
      intents.send({ type: 'report', error })
      return null
    }
  }
  return (
    <div className="export-details">
      <ImageFields options={options} onChange={change} />
      <MetadataFields options={options} onChange={change} />
      <TemplateField
        label={messages.fileName}
        template={options.template}
        problem={null}
        example={null}
        onChange={(template) => template !== '' && change({ template })}
      />
      <ConflictField options={options} onChange={change} />
      <PlaceFields options={options} onChange={change} chooseFolder={chooseFolder} />
    </div>
  )
}

/** Edits the user's presets. */
function usePresetKeeper() {
  const { settings, intents } = useServices()
  const customPresets = useSettings((each) => each.exportPresets)
  return {
    copy(preset: ExportPreset): ExportPreset {
      const created = { ...preset, id: crypto.randomUUID(), name: freeName(allPresets(customPresets), preset.name) }
      settings.change({ exportPresets: [...customPresets, created] })
      return created
    },
    change: (preset: ExportPreset) =>
      settings.change({ exportPresets: customPresets.map((each) => (each.id === preset.id ? preset : each)) }),
    move: (id: string, step: -1 | 1) => settings.change({ exportPresets: [...movedBy(customPresets, id, step)] }),
    remove(preset: ExportPreset) {
      settings.change({ exportPresets: customPresets.filter(({ id }) => id !== preset.id) })
      const undo = { label: messages.undo, run: () => settings.change({ exportPresets: [...customPresets] }) }
      const text = messages.presetDeleted({ name: preset.name })
      intents.send({ type: 'notify', notice: { level: 'done', text, action: undo } })
    },
  }
}
