import type { KeyPreset } from '../../../shared/domain/settings.ts'
import { useKeymap } from '../../client/index.ts'
import { formatCount } from '../../lib/format.ts'
import { presetWords } from '../../lib/keymap/presets.ts'
import { PillChoice } from '../../ui/pill-choice.tsx'
import type { KeyEditor } from './create-key-editor.ts'

const order: readonly KeyPreset[] = ['atelier', 'photoshop', 'krita', 'invoke']
const options = order.map((value) => ({ value, label: presetWords[value].label }))

/** Whose keys to start from. */
export function PresetCard({ editor }: { readonly editor: KeyEditor }) {
  const { preset, overrides } = useKeymap().settings
  const own = Object.keys(overrides).length
  return (
    <div className="settings-card">
      <h3>Shortcut preset</h3>
      <PillChoice
        label="Shortcut preset"
        isLabelHidden
        look="accent"
        options={options}
        value={preset}
        onChange={(next) => editor.choosePreset(next)}
      />
      <p className="settings-note" aria-live="polite">
        {presetWords[preset].note}
        {own > 0 && ` What you changed yourself (${formatCount(own, 'command')}) stays as it is.`}
      </p>
    </div>
  )
}
