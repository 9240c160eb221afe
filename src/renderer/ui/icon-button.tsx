import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import './icon-button.css'
import { Kbd } from './kbd.tsx'
import { releasePointerFocus } from './release-pointer-focus.ts'
import { useTooltip, type TooltipSide } from './menus/tooltip.tsx'

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'title'> {
  /** Accessible name and tooltip. */
  readonly label: string
  /** The command it runs, whose key the tooltip shows. */
  readonly command?: string | undefined
  /** Set for a toggle button. */
  readonly isPressed?: boolean | undefined
  readonly size?: 'small' | 'normal' | 'large' | undefined
  readonly tooltipSide?: TooltipSide | undefined
  /** Visible with the icon; part of the label, so that voice control finds the button by it. */
  readonly word?: string | undefined
  readonly children: ReactNode
}

export function IconButton(props: IconButtonProps) {
  const {
    label,
    command,
    isPressed,
    size = 'normal',
    tooltipSide = 'bottom',
    word,
    className,
    children,
    ...rest
  } = props
  const tip = (
    <>
      {label}
      {command && <Kbd command={command} />}
    </>
  )
  const { trigger, tooltip } = useTooltip(tip, tooltipSide)
  return (
    <>
      <button
        type="button"
        {...trigger}
        {...rest}
        aria-label={label}
        aria-pressed={isPressed}
        className={classNames('icon-button', `icon-button-${size}`, word && 'icon-button-worded', className)}
        onClick={(event) => {
          releasePointerFocus(event)
          rest.onClick?.(event)
        }}
      >
        {/* Before the icon and separated by a space, as in the label: a count on the icon is read after the word. */}
        {word && <span className="icon-button-word">{word}</span>}
        {word && ' '}
        {children}
      </button>
      {tooltip}
    </>
  )
}
