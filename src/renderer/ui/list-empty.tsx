import type { ReactNode } from 'react'
import './list-empty.css'

/** What stands in place of a list that has nothing to show. Beside it: a list box may hold nothing but its options. */
export function ListEmpty({ children }: { readonly children: ReactNode }) {
  return (
    <p className="list-empty" role="status">
      {children}
    </p>
  )
}
