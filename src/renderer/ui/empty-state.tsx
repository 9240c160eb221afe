import type { ReactNode } from 'react'
import './empty-state.css'

interface EmptyStateProps {
  readonly icon: ReactNode
  readonly title: string
  readonly text?: ReactNode
  readonly children?: ReactNode
}

/** Shown instead of empty content: says why it is empty and what to do. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <div className="empty-state-icon" aria-hidden="true">
        {icon}
      </div>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children && <div className="empty-state-actions">{children}</div>}
    </div>
  )
}

/** Shown in place of an empty list, outside of it: a list box may contain only options. */
export function ListEmpty({ children }: { readonly children: ReactNode }) {
  return (
    <p className="list-empty" role="status">
      {children}
    </p>
  )
}
