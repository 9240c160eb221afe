interface WheelMove {
  readonly deltaX: number
  readonly deltaY: number
  readonly currentTarget: HTMLElement
}

/** Scrolls horizontally with a plain vertical wheel. */
export function scrollSideways({ deltaX, deltaY, currentTarget }: WheelMove): void {
  if (deltaX === 0) currentTarget.scrollLeft += deltaY
}
