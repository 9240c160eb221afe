import type { ReactNode } from 'react'
import './list-empty.css'

/** Shown in place of an empty list, outside of it: a list box may contain only options. */
export function ListEmpty({ children }: { readonly children: ReactNode }) {
  return (
    <p className="list-empty" role="status">
      {children}
    </p>
  )
}
