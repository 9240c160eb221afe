import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import './disclosure.css'

interface DisclosureProps {
  readonly title: string
  /** Right of the title. */
  readonly aside?: ReactNode
  readonly isOpen?: boolean | undefined
  readonly children: ReactNode
}

/** A collapsible section with a title. */
export function Disclosure({ title, aside, isOpen, children }: DisclosureProps) {
  return (
    <details className="disclosure" open={isOpen}>
      <summary>
        <ChevronRight size={14} aria-hidden="true" />
        <span>{title}</span>
        {aside}
      </summary>
      <div className="disclosure-content">{children}</div>
    </details>
  )
}
