import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import './icon-button.css'
import { Kbd } from './kbd.tsx'
import { releasePointerFocus } from './release-pointer-focus.ts'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'title'> {
  /** The name for a screen reader, and the tooltip. */
  readonly label: string
  readonly binding?: string | undefined
  /** Set for a button that is on or off. */
  readonly isPressed?: boolean | undefined
  readonly size?: 'small' | 'normal' | 'large' | undefined
  readonly tooltipSide?: 'top' | 'right' | 'bottom' | 'left' | undefined
  readonly children: ReactNode
}

export function IconButton(props: IconButtonProps) {
  const { label, binding, isPressed, size = 'normal', tooltipSide, className, children, ...rest } = props
  const tip = (
    <>
      {label}
      {binding && <Kbd binding={binding} />}
    </>
  )
  return (
    <Tooltip content={tip} side={tooltipSide}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={isPressed}
        className={classNames('icon-button', `icon-button-${size}`, className)}
        onClick={(event) => {
          releasePointerFocus(event)
          rest.onClick?.(event)
        }}
      >
        {children}
      </button>
    </Tooltip>
  )
}
