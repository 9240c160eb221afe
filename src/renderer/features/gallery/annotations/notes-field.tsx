import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { TextArea } from '../../../ui/text-area.tsx'

interface NotesFieldProps {
  /** Undefined where the pictures differ. */
  readonly value: string | undefined
  readonly onKeep: (notes: string) => void
}

const restMs = 800

/** Kept by itself when one stops writing, goes elsewhere, or to another picture (which mounts it anew). */
export function NotesField({ value, onKeep }: NotesFieldProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const unsaved = useRef<string | null>(null)
  const keep = () => {
    if (unsaved.current !== null && unsaved.current !== value) onKeep(unsaved.current)
    unsaved.current = null
  }
  const keepLater = useEffectEvent(keep)
  useEffect(() => {
    if (draft === null) return undefined
    const timer = setTimeout(() => keepLater(), restMs)
    return () => clearTimeout(timer)
  }, [draft])
  useEffect(() => () => keepLater(), [])
  return (
    <TextArea
      className="marks-notes"
      label="Notes"
      isLabelHidden
      rows={2}
      maxLength={20_000}
      placeholder={value === undefined ? 'Different notes. What is written here replaces them all.' : 'Notes'}
      value={draft ?? value ?? ''}
      onChange={(event) => {
        unsaved.current = event.target.value
        setDraft(event.target.value)
      }}
      onBlur={() => {
        keep()
        setDraft(null)
      }}
    />
  )
}
