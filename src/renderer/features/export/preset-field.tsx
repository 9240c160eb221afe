import { useState } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../shared/messages/en/export.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/fields/select-field.tsx'
import { TextField } from '../../ui/fields/text-field.tsx'
import {
  changeOptions,
  chooseLast,
  choosePreset,
  isChanged,
  type ExportState,
  type ExportStore,
} from './create-export-store.ts'
import { describeOptions } from './describe-options.ts'
import { allPresets, freeName, isBuiltIn } from './presets.ts'

const unnamed = ''

/** Preset selection: a preset, possibly with changes. */
export function PresetField({ store }: { readonly store: ExportStore }) {
  const customPresets = useSettings((settings) => settings.exportPresets)
  const lastFolder = useSettings((settings) => settings.exportFolder)
  const preset = useStore(store, (state) => state.preset)
  const options = useStore(store, (state) => state.options)
  const last = useStore(store, (state) => state.last)
  const hasChanged = useStore(store, isChanged)
  const presets = allPresets(customPresets)
  const choices = presets.map(({ id, name }) => ({
    value: id,
    label: id === preset?.id && hasChanged ? messages.presetChanged({ name }) : name,
  }))
  return (
    <div className="export-preset">
      <SelectField
        label={messages.preset}
        options={preset === null ? [{ value: unnamed, label: messages.lastUsed }, ...choices] : choices}
        value={preset?.id ?? unnamed}
        onChange={(id) => {
          const chosen = presets.find((each) => each.id === id)
          if (chosen) choosePreset(store, chosen, lastFolder)
        }}
      />
      <p className="export-summary">{describeOptions(options)}</p>
      {last !== null && (
        <Button
          size="small"
          onClick={({ currentTarget: { form } }) => {
            chooseLast(store, lastFolder)
            // This button goes, with the focus.
            form?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
          }}
        >
          {messages.lastUsedExport({ name: nameOf(last) })}
        </Button>
      )}
    </div>
  )
}

function nameOf(last: NonNullable<ExportState['last']>): string {
  return last.preset === null || isChanged(last) ? describeOptions(last.options) : last.preset.name
}

/** Saves the current options to their preset or under a new name. */
export function PresetSaver({ store }: { readonly store: ExportStore }) {
  const { settings } = useServices()
  const customPresets = useSettings((each) => each.exportPresets)
  const preset = useStore(store, (state) => state.preset)
  const hasChanged = useStore(store, isChanged)
  const [name, setName] = useState<string | null>(null)
  const save = (typed: string) => {
    const { options, folder } = store.getState()
    const kept = options.place === 'fixed' ? { ...options, folder: options.folder ?? folder } : options
    const created = { id: crypto.randomUUID(), name: freeName(allPresets(customPresets), typed), options: kept }
    settings.change({ exportPresets: [...customPresets, created], exportPresetId: created.id })
    store.setState({ preset: created, options: kept })
    setName(null)
  }
  const update = () => {
    const { options } = store.getState()
    const changed = customPresets.map((each) => (each.id === preset?.id ? { ...each, options } : each))
    settings.change({ exportPresets: changed })
    store.setState({ preset: changed.find(({ id }) => id === preset?.id) ?? null })
  }
  if (name !== null) return <NameEntry name={name} onChange={setName} onSave={save} />
  return (
    <div className="export-keep">
      <Button
        size="small"
        onClick={() => setName(preset === null ? messages.myExport : messages.myPreset({ name: preset.name }))}
      >
        {messages.saveAsPreset}
      </Button>
      {preset !== null && hasChanged && !isBuiltIn(preset.id) && (
        <Button size="small" onClick={update}>
          {messages.updatePreset({ name: preset.name })}
        </Button>
      )}
      {preset !== null && hasChanged && (
        <Button size="small" variant="quiet" onClick={() => changeOptions(store, preset.options)}>
          {messages.resetToPreset}
        </Button>
      )}
    </div>
  )
}

interface NameEntryProps {
  readonly name: string
  readonly onChange: (name: string | null) => void
  readonly onSave: (name: string) => void
}

function NameEntry({ name, onChange, onSave }: NameEntryProps) {
  const isEmpty = name.trim() === ''
  return (
    <div className="export-keep">
      <TextField
        label={messages.presetName}
        isLabelHidden
        value={name}
        maxLength={80}
        autoFocus
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault()
          if (event.key === 'Enter' && !isEmpty) onSave(name)
        }}
      />
      <Button size="small" disabled={isEmpty} onClick={() => onSave(name)}>
        {messages.save}
      </Button>
      <Button size="small" variant="quiet" onClick={() => onChange(null)}>
        {messages.cancel}
      </Button>
    </div>
  )
}
