import { bindingCaps } from '../lib/binding-names.ts'
import './kbd.css'
import { useKeysOf } from './keys-context.ts'
import { useIsMac } from './platform-context.ts'

/** A command shows the key in force, and nothing where it has none; a binding is a key that cannot be changed. */
export type KbdProps = { readonly command: string } | { readonly binding: string }

/** The caps of a key. Hidden from screen readers: the control it sits in has the name. */
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
