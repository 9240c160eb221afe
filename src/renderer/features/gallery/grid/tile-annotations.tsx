import { Flag as FlagIcon, X } from 'lucide-react'
import type { Flag } from '../../../../shared/domain/annotations.ts'

/** What a person gave; the words stand in the tile's name. */
export function Stars({ rating }: { readonly rating: number }) {
  return (
    <span className="gallery-stars" aria-hidden="true">
      {'★'.repeat(rating)}
    </span>
  )
}

export function FlagMark({ flag }: { readonly flag: Flag }) {
  if (flag === 'none') return null
  return (
    <span className="gallery-flag" data-flag={flag} aria-hidden="true">
      {flag === 'pick' ? <FlagIcon size={11} strokeWidth={2.5} /> : <X size={11} strokeWidth={3} />}
    </span>
  )
}
