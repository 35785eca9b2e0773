/** A growing list of pairs of numbers, in columns. */
export class PairList {
  length = 0;
  left = new Int32Array(256);
  right = new Int32Array(256);

  push(left: number, right: number): void {
    if (this.length === this.left.length) {
      this.left = doubled(this.left);
      this.right = doubled(this.right);
    }
    this.left[this.length] = left;
    this.right[this.length++] = right;
  }
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}
