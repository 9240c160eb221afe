interface WheelMove {
  readonly deltaX: number
  readonly deltaY: number
  readonly currentTarget: HTMLElement
}

/** A plain wheel has only up and down, and a row of things only left and right. */
export function scrollSideways({ deltaX, deltaY, currentTarget }: WheelMove): void {
  if (deltaX === 0) currentTarget.scrollLeft += deltaY
}
