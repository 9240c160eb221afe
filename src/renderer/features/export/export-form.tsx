import { FolderOpen } from 'lucide-react'
import { useStore } from 'zustand'
import { useCoveredCount, useServices } from '../../client/index.ts'
import { formatCount } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { SliderField } from '../../ui/slider-field.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { changeOptions, chooseFolder, exportObstacle, startExport, type ExportStore } from './create-export-store.ts'
import { ExportError } from './export-error.tsx'
import { LongestSideField } from './longest-side-field.tsx'
import { TemplateField } from './template-field.tsx'

interface ExportFormProps {
  readonly store: ExportStore
  readonly newSignal: () => AbortSignal
  readonly onClose: () => void
}

const formats = [
  { value: 'png', label: 'PNG' },
  { value: 'jpeg', label: 'JPEG' },
  { value: 'webp', label: 'WebP' },
  { value: 'avif', label: 'AVIF' },
  { value: 'tiff', label: 'TIFF' },
] as const

export function ExportForm({ store, newSignal, onClose }: ExportFormProps) {
  const { client } = useServices()
  const options = useStore(store, (state) => state.options)
  const obstacle = useStore(store, exportObstacle)
  const hasQuality = options.format !== 'png' && options.format !== 'tiff'
  return (
    <form
      className="export-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (obstacle === null) void startExport(store, client, newSignal())
      }}
    >
      <div className="dialog-body">
        <SegmentedControl
          label="Format"
          options={formats}
          value={options.format}
          onChange={(format) => changeOptions(store, { format })}
        />
        {hasQuality ? (
          <SliderField
            label="Quality"
            value={options.quality}
            min={1}
            max={100}
            onChange={(quality) => changeOptions(store, { quality })}
          />
        ) : (
          <p className="export-note">{options.format.toUpperCase()} is lossless: every pixel as it is.</p>
        )}
        <LongestSideField store={store} />
        <TemplateField store={store} />
        <FolderField store={store} />
        <SwitchField
          label="Write the recipe into the file"
          hint="Engine, seed, mask edge and the parent’s id, so that the picture still says how it was made elsewhere."
          isOn={options.includeRecipe}
          onChange={(includeRecipe) => changeOptions(store, { includeRecipe })}
        />
        <CoveredNote store={store} />
        <ExportError store={store} />
      </div>
      <footer className="dialog-footer">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" data-autofocus disabled={obstacle !== null}>
          Export
        </Button>
      </footer>
    </form>
  )
}

/** Covered is how a picture is shown, not what it is: a file of it shows all. */
function CoveredNote({ store }: { readonly store: ExportStore }) {
  const covered = useCoveredCount(useStore(store, (state) => state.ids))
  if (covered === 0) return null
  return (
    <p className="export-note" role="note">
      {formatCount(covered, 'picture')} of these {covered === 1 ? 'is' : 'are'} shown covered. A file is written as the
      picture is: nothing in it is covered.
    </p>
  )
}

function FolderField({ store }: { readonly store: ExportStore }) {
  const { client } = useServices()
  const folder = useStore(store, (state) => state.folder)
  return (
    <div className="export-folder">
      <span className="export-label">Folder</span>
      <div>
        <p className="selectable" title={folder ?? undefined}>
          <bdi dir="ltr">{folder ?? 'Asked when you export'}</bdi>
        </p>
        <Button size="small" icon={<FolderOpen size={14} />} onClick={() => void chooseFolder(store, client)}>
          Choose folder…
        </Button>
      </div>
    </div>
  )
}
