import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import './button.css'
import { releasePointerFocus } from './release-pointer-focus.ts'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: 'plain' | 'primary' | 'quiet' | 'danger' | undefined
  readonly size?: 'small' | 'normal' | 'large' | undefined
  readonly icon?: ReactNode
}

export function Button({ variant = 'plain', size = 'normal', icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames('button', `button-${variant}`, `button-${size}`, className)}
      onClick={(event) => {
        releasePointerFocus(event)
        rest.onClick?.(event)
      }}
    >
      {icon}
      {children}
    </button>
  )
}
