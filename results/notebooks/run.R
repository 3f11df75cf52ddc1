#' # When customers pay back, and what each of them brings
#'
#' Opens a results file of `valuescale run FILE -o shop.h5`. As a script: `Rscript run.R shop.h5 pictures/`; `knitr::spin` makes a page of it.

#+ read
library(ncdf4)
arguments <- commandArgs(trailingOnly = TRUE)
file <- if (length(arguments) == 2) arguments[1] else "shop.h5"
folder <- if (length(arguments) == 2) arguments[2] else "."

results <- nc_open(file)
# R has no whole numbers of 64 bits, which ncdf4 mentions each time.
attribute <- function(name) {
  capture.output(value <- ncatt_get(results, 0, name)$value)
  value
}
customer <- function(name) ncvar_get(results, paste0("all/customer/", name))
# What was drawn, as numbers.
say <- function(name, values) cat(name, sprintf("%.17g", values), "\n")

#' ## Payback
#'
#' The curve is the share of customers who have paid back what it took to win them, by the end of each step, and twice its standard error on
#' either side. What is missing above its end are those who never do, and those for whom the horizon came too early to tell.

#+ payback
which <- if (attribute("lasting_is_headline") == 1) "lasting" else "first"
share <- customer(paste0("payback_", which, "_cdf"))
se <- customer(paste0("payback_", which, "_cdf_se"))
never <- customer(paste0("payback_", which, "_never"))
step <- seq_along(share) - 1

svg(file.path(folder, "payback.svg"), width = 8, height = 5)
plot(step, share, type = "n", ylim = c(0, 1), main = attribute("title"), ylab = "share of customers",
     xlab = paste0(attribute("step_unit"), "s since the purchase"))
rect(min(step), 1 - never, max(step), 1, col = "#d6272840", border = NA)
known <- is.finite(se)
stairs <- function(height) rep(height[known], each = 2)[-2 * sum(known)]
along <- rep(step[known], each = 2)[-1]
polygon(c(along, rev(along)), c(stairs(share - 2 * se), rev(stairs(share + 2 * se))), col = "#1f77b433", border = NA)
lines(step, share, type = "s", col = "#1f77b4", lwd = 2)
legend("right", c("have paid back", sprintf("never: %.1f %%", 100 * never)), fill = c("#1f77b4", "#d6272840"), bty = "n")
invisible(dev.off())

say("payback", share)
say("never", never)

#' ## Profit per customer
#'
#' Customers stand in a row, the worst on the left; the height is the profit that each brings. Red is lost, and where it ends is P(loss). The file
#' keeps the curve at nine points, 1 % to 99 %.

#+ profit
level <- c(ncvar_get(results, "all/customer/level"))
profit <- customer("profit_quantile")
p_loss <- customer("p_loss")
if (min(level) < p_loss && p_loss < max(level)) {
  order <- order(c(level, p_loss))
  profit <- c(profit, 0)[order]
  level <- c(level, p_loss)[order]
}
area <- function(height, colour) polygon(c(level[1], level, level[length(level)]), c(0, height, 0), col = colour, border = NA)

svg(file.path(folder, "profit.svg"), width = 8, height = 5)
plot(level, profit, type = "n", xlim = c(0, 1), main = attribute("title"), xlab = "share of customers, worst first",
     ylab = paste0("profit per customer, ", attribute("currency")))
area(pmin(profit, 0), "#d6272899")
area(pmax(profit, 0), "#2ca02c66")
lines(level, profit)
abline(h = customer("profit_mean"), lty = 2, col = "gray")
legend("topleft", c(sprintf("lose money: %.1f %%", 100 * p_loss), "bring profit", sprintf("mean: %.2f", customer("profit_mean"))),
       fill = c("#d6272899", "#2ca02c66", "gray"), bty = "n")
invisible(dev.off())

say("profit", profit)
say("p_loss", p_loss)
say("mean", customer("profit_mean"))
invisible(nc_close(results))
