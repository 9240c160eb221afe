import type { CSSProperties, ReactNode } from 'react'
import { useTooltip, type TooltipSide } from './tooltip.tsx'

interface TipLabelProps {
  readonly text: string
  readonly side: TooltipSide
  readonly style?: CSSProperties | undefined
  /** A radio button or checkbox that says `text` to screen readers itself, and what is drawn for it. */
  readonly children: ReactNode
}

/**
 * The label of a choice that is drawn without words, with its name as a tooltip. The tooltip is the label's, because an
 * invisible radio button lies over what is drawn and takes the pointer and the focus.
 */
export function TipLabel({ text, side, style, children }: TipLabelProps) {
  const { trigger, tooltip } = useTooltip(text, side)
  return (
    <>
      <label {...trigger} style={style}>
        {children}
      </label>
      {tooltip}
    </>
  )
}
