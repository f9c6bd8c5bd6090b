/** A page to go to: a new object is a new wish to go there, also where one stands on it already. */
export interface Goal {
  page: number;
}
