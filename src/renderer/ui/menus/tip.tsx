import type { ReactNode } from 'react'
import { useTooltip, type TooltipSide } from './tooltip.tsx'

interface TipProps {
  /** null: no further details. */
  readonly text: ReactNode
  readonly side?: TooltipSide | undefined
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** Details on some text, shown on hover; announced by screen readers too. */
export function Tip({ text, side = 'top', className, children }: TipProps) {
  const { trigger, tooltip } = useTooltip(text, side)
  if (text === null) return <span className={className}>{children}</span>
  return (
    <span {...trigger} className={className} aria-description={typeof text === 'string' ? text : undefined}>
      {children}
      {tooltip}
    </span>
  )
}
