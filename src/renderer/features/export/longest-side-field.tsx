import { useState } from 'react'
import { useStore } from 'zustand'
import { clamp } from '../../lib/clamp.ts'
import { SwitchField } from '../../ui/switch-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { changeOptions, type ExportStore } from './create-export-store.ts'

const firstChoicePx = 2048
const largestPx = 16_384

export function LongestSideField({ store }: { readonly store: ExportStore }) {
  const longestSidePx = useStore(store, (state) => state.options.longestSidePx)
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    const typed = Math.round(Number(draft))
    if (draft !== null && draft.trim() !== '' && Number.isFinite(typed)) {
      changeOptions(store, { longestSidePx: clamp(typed, 1, largestPx) })
    }
    setDraft(null)
  }
  return (
    <div className="export-resize">
      <SwitchField
        label="Make it smaller"
        isOn={longestSidePx !== null}
        onChange={(isOn) => changeOptions(store, { longestSidePx: isOn ? firstChoicePx : null })}
      />
      {longestSidePx !== null && (
        <TextField
          label="Longest side in pixels"
          isLabelHidden
          inputMode="numeric"
          value={draft ?? String(longestSidePx)}
          aside={<span className="export-unit">px on the longest side; never enlarged</span>}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
        />
      )}
    </div>
  )
}
