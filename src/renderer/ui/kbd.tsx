import { bindingCaps } from '../lib/keymap/binding-names.ts'
import './kbd.css'
import { useKeysOf, useIsMac } from './shortcut-context.ts'

/** With a command, shows its current key, and nothing where it has none; a binding is a fixed key. */
export type KbdProps = { readonly command: string } | { readonly binding: string }

/** A shortcut's keycaps. Hidden from screen readers: the enclosing control has the name. */
export function Kbd(props: KbdProps) {
  const isMac = useIsMac()
  const keysOf = useKeysOf()
  const binding = 'command' in props ? keysOf(props.command)[0] : props.binding
  if (binding === undefined) return null
  return (
    <span className="kbd" aria-hidden="true">
      {bindingCaps(binding, isMac).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  )
}
