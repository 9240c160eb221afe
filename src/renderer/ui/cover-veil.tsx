import { EyeOff } from 'lucide-react'
import { Button } from './button.tsx'
import './cover-veil.css'

interface CoverVeilProps {
  /** Why something is covered. */
  readonly words: string
  /** Absent where there is no room, or where a button may not stand: a menu offers it. */
  readonly onReveal?: (() => void) | undefined
}

/** Lies over all of the nearest positioned parent and blurs what is under it. */
export function CoverVeil({ words, onReveal }: CoverVeilProps) {
  if (onReveal === undefined) {
    return (
      <div className="cover-veil" role="img" aria-label={words} title={words}>
        <EyeOff size={18} aria-hidden="true" />
      </div>
    )
  }
  return (
    <div className="cover-veil" role="group" aria-label={words}>
      <EyeOff size={22} aria-hidden="true" />
      <p>{words}</p>
      <Button size="small" onClick={onReveal}>
        Reveal
      </Button>
    </div>
  )
}
