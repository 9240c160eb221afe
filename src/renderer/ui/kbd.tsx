import { bindingCaps } from '../lib/key-binding.ts'
import './kbd.css'
import { useIsMac } from './platform-context.ts'

/** The caps of a key binding. Hidden from screen readers: the control it sits in has the name. */
export function Kbd({ binding }: { readonly binding: string }) {
  const isMac = useIsMac()
  return (
    <span className="kbd" aria-hidden="true">
      {bindingCaps(binding, isMac).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  )
}
