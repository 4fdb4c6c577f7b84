"""The smallest groups of which figures and surveys tell anything: HR's settings of them."""
