import { useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import * as messages from '../../../shared/messages/en/settings.ts'
import { useServices } from '../../client/index.ts'
import { bindingOf } from '../../lib/keymap/binding-of-press.ts'

interface KeyCaptureProps {
  /** For screen readers: what the key is for. */
  readonly label: string
  /** Whether Ctrl, Alt or Shift alone is accepted. */
  readonly takesModifier?: boolean
  readonly onPress: (binding: string) => void
  readonly onCancel: () => void
}

/** Records a key, any but Esc, and captures the keyboard until then. */
export function KeyCapture({ label, takesModifier = false, onPress, onCancel }: KeyCaptureProps) {
  const { isMac } = useServices()
  const ref = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => ref.current?.focus(), [])
  const handleKeyDown = (event: KeyboardEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (event.nativeEvent.isComposing || event.repeat) return
    const binding = bindingOf(event.nativeEvent, isMac)
    if (binding === 'Escape') onCancel()
    else if (binding !== null) onPress(binding)
  }
  const handleKeyUp = (event: KeyboardEvent) => {
    event.preventDefault()
    event.stopPropagation()
    const modifier = modifierOf(event.key, isMac)
    if (takesModifier && modifier !== null) onPress(modifier)
  }
  return (
    <button
      ref={ref}
      type="button"
      className="key-capture"
      aria-label={messages.pressShortcutFor({ command: label })}
      onKeyDown={handleKeyDown}
      onKeyUp={handleKeyUp}
      onBlur={onCancel}
    >
      {messages.pressShortcut}
    </button>
  )
}

function modifierOf(key: string, isMac: boolean): string | null {
  if (key === 'Alt' || key === 'Shift') return key
  return key === (isMac ? 'Meta' : 'Control') ? 'Mod' : null
}
